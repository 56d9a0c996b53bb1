// The certificate as one printable page: no script, no picture, nothing fetched.
import { CERTIFICATE_WORDS, type CertificateLanguage, type CertificateWords } from './certificate.words.rules.js';
import type { OriginProof, OriginStatement } from './proof.rules.js';

export interface CertificatePage {
  video: { id: string; title: string; creator: string; store: string; fileName: string };
  proofs: readonly OriginProof[];
  keysUrl: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);

const STYLE = `
  :root { color-scheme: light }
  body { font: 15px/1.5 system-ui, sans-serif; color: #16181d; max-width: 46rem; margin: 0 auto; padding: 2rem 1rem }
  h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem }
  dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .35rem 1rem; margin: 0 }
  dt { color: #4a4f59 } dd { margin: 0; overflow-wrap: anywhere }
  code { font: 13px/1.45 ui-monospace, monospace; overflow-wrap: anywhere }
  .sheet { border: 1px solid #9aa0ab; border-radius: 10px; padding: 1rem 1.25rem; margin-top: .75rem; break-inside: avoid }
  @media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: .5rem } }
  @media print { body { padding: 0 } }`;

function facts(rows: readonly (readonly [string, string])[]): string {
  return `<dl>${rows.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

/** UTC and nothing else: the page may lie before people of several countries. */
const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

function sheet(proof: OriginProof, w: CertificateWords): string {
  const said = JSON.parse(proof.statement) as OriginStatement;
  const rows: [string, string][] = [
    [said.kind === 'arrived' ? w.arrived : w.published, `<strong>${escape(moment(said.at))}</strong>`],
    [w.hash, `<code>${escape(said.sha256)}</code>`],
    [w.size, escape(String(said.sizeBytes))],
    [w.version, escape(String(said.version))],
    [w.service, escape(said.service)],
    [w.key, `<code>${escape(proof.keyId)}</code>`],
    [w.signature, `<code>${escape(proof.signature)}</code>`],
  ];
  return `<div class="sheet">${facts(rows)}</div>`;
}

/** The whole HTML page. Every word of a person is escaped. */
export function certificatePage(certificate: CertificatePage, language: CertificateLanguage): string {
  const w = CERTIFICATE_WORDS[language];
  const { video, proofs, keysUrl } = certificate;
  const published = proofs.some((p) => (JSON.parse(p.statement) as OriginStatement).kind === 'published');
  const about = facts([
    [w.video, `<strong>${escape(video.title)}</strong>`],
    [w.creator, escape(video.creator)],
    [w.store, escape(video.store)],
    [w.file, escape(video.fileName)],
    [w.number, `<code>${escape(video.id)}</code>`],
  ]);
  const steps = w.steps.map((step) => `<li>${escape(step.replace('{keys}', keysUrl))}</li>`).join('');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(w.title)}: ${escape(video.title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escape(w.title)}</h1><p>${escape(w.lead)}</p>${about}
${proofs.map((proof) => sheet(proof, w)).join('\n')}
${published ? '' : `<p>${escape(w.notPublished)}</p>`}
<h2>${escape(w.how)}</h2><ol>${steps}</ol><p>${escape(w.means)}</p></main></body></html>
`;
}
