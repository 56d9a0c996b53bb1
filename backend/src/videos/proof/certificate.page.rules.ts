// The certificate as one printable page: no script, no picture, nothing fetched.
import { htmlText } from '../../base/http/escape.rules.js';
import { CERTIFICATE_WORDS, type CertificateLanguage, type CertificateWords } from './certificate.words.rules.js';
import type { OriginProof, OriginStatement } from './proof.rules.js';

export interface CertificatePage {
  video: { id: string; title: string; creator: string; store: string; fileName: string | null };
  proofs: readonly OriginProof[];
  keysUrl: string;
}

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
  return `<dl>${rows.map(([name, value]) => `<dt>${htmlText(name)}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

/** UTC and nothing else: the page may lie before people of several countries. */
const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

function sheet(proof: OriginProof, w: CertificateWords): string {
  const said = JSON.parse(proof.statement) as OriginStatement;
  const rows: [string, string][] = [
    [said.kind === 'arrived' ? w.arrived : w.published, `<strong>${htmlText(moment(said.at))}</strong>`],
    [w.hash, `<code>${htmlText(said.sha256)}</code>`],
    [w.size, htmlText(String(said.sizeBytes))],
    [w.version, htmlText(String(said.version))],
    [w.service, htmlText(said.service)],
    [w.key, `<code>${htmlText(proof.keyId)}</code>`],
    [w.signature, `<code>${htmlText(proof.signature)}</code>`],
  ];
  return `<div class="sheet">${facts(rows)}</div>`;
}

/** The whole HTML page. Every word of a person is escaped. */
export function certificatePage(certificate: CertificatePage, language: CertificateLanguage): string {
  const w = CERTIFICATE_WORDS[language];
  const { video, proofs, keysUrl } = certificate;
  const published = proofs.some((p) => (JSON.parse(p.statement) as OriginStatement).kind === 'published');
  const about = facts([
    [w.video, `<strong>${htmlText(video.title)}</strong>`],
    [w.creator, htmlText(video.creator)],
    [w.store, htmlText(video.store)],
    ...(video.fileName === null ? [] : [[w.file, htmlText(video.fileName)] as const]),
    [w.number, `<code>${htmlText(video.id)}</code>`],
  ]);
  const steps = w.steps.map((step) => `<li>${htmlText(step.replace('{keys}', keysUrl))}</li>`).join('');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(w.title)}: ${htmlText(video.title)}</title><style>${STYLE}</style></head>
<body><main><h1>${htmlText(w.title)}</h1><p>${htmlText(w.lead)}</p>${about}
${proofs.map((proof) => sheet(proof, w)).join('\n')}
${published ? '' : `<p>${htmlText(w.notPublished)}</p>`}
<h2>${htmlText(w.how)}</h2><ol>${steps}</ol><p>${htmlText(w.means)}</p></main></body></html>
`;
}
