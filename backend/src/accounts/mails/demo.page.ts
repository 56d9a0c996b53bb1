// The page of a demo that shows what would have left by mail, and the codes of demo staff.
import { htmlText } from '../../base/http/escape.rules.js';
import type { Mail } from './mail.entity.js';

export interface DemoCode {
  email: string;
  name: string;
  code: string;
  validForS: number;
}

const LINK = /https?:\/\/[^\s<>"]+/g;

/** The links of a mail, in order. */
export function linksOf(body: string | null): string[] {
  return body?.match(LINK) ?? [];
}

function bodyHtml(body: string | null): string {
  return htmlText(body ?? '').replace(LINK, (link) => `<a href="${link}">${link}</a>`);
}

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:44rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2.5rem 0 .75rem}h3{font-size:1rem;margin:0}
article{border:1px solid color-mix(in srgb,currentColor 20%,transparent);border-radius:12px;padding:1rem;margin:0 0 1rem}
.meta{font-size:.875rem;opacity:.8;margin:.15rem 0 .75rem}.body{white-space:pre-line;overflow-wrap:anywhere;margin:0}
.table{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem .75rem .4rem 0}code{font-size:1.15rem;letter-spacing:.08em}`;

function mailHtml(mail: Mail): string {
  const at = mail.createdAt.toISOString();
  return `<article><h3>${htmlText(mail.subject)}</h3>
<p class="meta">To ${htmlText(mail.recipient)} · <time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time></p>
<p class="body">${bodyHtml(mail.body)}</p></article>`;
}

function codeRow({ name, email, code, validForS }: DemoCode): string {
  return `<tr><th scope="row">${htmlText(name)}</th><td>${htmlText(email)}</td><td><code>${code}</code></td><td>${validForS} s</td></tr>`;
}

/** The whole page; it needs no script. */
export function demoMailPage(mails: readonly Mail[], codes: readonly DemoCode[]): string {
  const rows = codes.map(codeRow).join('\n');
  const table = `<div class="table" role="region" tabindex="0" aria-labelledby="codes"><table><thead><tr><th scope="col">Name</th><th scope="col">E-mail</th>
<th scope="col">Code</th><th scope="col">Valid for</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>Demo mail · Vitrina</title><style>${STYLE}</style></head>
<body><main><h1>Demo mail</h1>
<p>This page exists only in a demo. It shows the mails that would have been sent, and the second-factor codes of demo staff. Reload it for the newest.</p>
<h2 id="codes">Second-factor codes</h2>${codes.length > 0 ? table : '<p>No account has a second factor yet.</p>'}
<h2>Mails</h2>${mails.length > 0 ? mails.map(mailHtml).join('\n') : '<p>No mail yet. Sign up in the studio and come back.</p>'}
</main></body></html>`;
}
