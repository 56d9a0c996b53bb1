// The look of the form.

export const FORM_CSS = `
.report{display:grid;gap:14px}
.report fieldset{border:0;display:grid;gap:2px;margin:0 -8px}
.report legend,.report .field{font-size:13px;color:var(--_m)}
.report legend{padding:0 8px;margin-bottom:4px}
.reason{display:flex;gap:12px;align-items:center;min-height:44px;padding:0 8px;border-radius:10px;cursor:pointer}
.reason:hover{background:#8882}
.reason input{flex:none;width:20px;height:20px;margin:0;accent-color:var(--_t)}
.field{display:grid;gap:4px}
.field :is(input,textarea){width:100%;min-height:44px;padding:10px 12px;border:1.5px solid var(--_l);border-radius:12px;background:none;color:var(--_t);font:inherit;font-size:16px}
.field textarea{min-height:76px;resize:vertical}
.report .buy{margin-top:0}
.report .note{margin-top:0}
`;
