// Why: what is withheld is dated data with its source, and works only when an accountant's name and date stand beside it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TaxRules1763600001060 implements MigrationInterface {
  name = 'TaxRules1763600001060';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE tax_rules (
        id text PRIMARY KEY,
        country text NOT NULL,
        status text NOT NULL,
        title text NOT NULL,
        currency text,
        effective_from timestamptz(3) NOT NULL,
        effective_to timestamptz(3),
        -- items, documents, limits, checks, warning, info and sources, in the form of tax_rules.json.
        body jsonb NOT NULL,
        UNIQUE (country, status, effective_from)
      );
      CREATE TRIGGER tax_rules_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON tax_rules
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON tax_rules FROM vitrina_app;

      -- The newest row of a programme and rule says whether it works there, and who answers for it.
      CREATE TABLE tax_rule_confirmations (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        programme_id text NOT NULL,
        rule_id text NOT NULL REFERENCES tax_rules (id),
        enabled boolean NOT NULL,
        accountant_name text NOT NULL CHECK (length(btrim(accountant_name)) > 1),
        confirmed_on date NOT NULL,
        -- {code: article of law} for items whose source does not name one.
        articles jsonb NOT NULL,
        noted_by text NOT NULL,
        noted_at timestamptz(3) NOT NULL
      );
      CREATE INDEX tax_rule_confirmations_newest ON tax_rule_confirmations (programme_id, rule_id, id DESC);
      CREATE TRIGGER tax_rule_confirmations_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON tax_rule_confirmations
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      REVOKE UPDATE, DELETE, TRUNCATE ON tax_rule_confirmations FROM vitrina_app;
    `);
    await db.query(
      `INSERT INTO tax_rules (id, country, status, title, currency, effective_from, effective_to, body)
       SELECT 'txr_' || lower(replace(r->>'country', '*', 'any')) || '_' || (r->>'status') || '_' || left(r->>'effective_from', 4),
         r->>'country', r->>'status', r->>'title', r->>'currency', (r->>'effective_from')::timestamptz,
         (r->>'effective_to')::timestamptz, r - 'country' - 'status' - 'title' - 'currency' - 'effective_from' - 'effective_to' - 'enabled'
       FROM jsonb_array_elements($1::jsonb) r`,
      [RULES],
    );
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}

/** As published in the specification's tax_rules.json; `law` stands only where the named source names the article. */
const RULES = `[
 {
  "country": "KZ",
  "status": "individual_contract",
  "title": "Individual, not registered, civil-law contract",
  "currency": "KZT",
  "effective_from": "2026-01-01T00:00:00+05:00",
  "effective_to": "2027-01-01T00:00:00+05:00",
  "enabled": false,
  "items": [
   {
    "code": "OPV",
    "payer": "creator",
    "certainty": "found",
    "source": "https://bpo.kz/ru/news/obzor-izmenenij-zakonodatelstva-rk-fot-2026 and /izmeneniya-zakonodatelstva-rk-nalogi-fot-gph-2026",
    "rate_bps": 1000,
    "round_unit": 100,
    "monthly_base_cap": 425000000
   },
   {
    "code": "VOSMS",
    "payer": "creator",
    "certainty": "found (rate); recalled (cap of 20 MZP)",
    "source": "https://bpo.kz/ru/news/obzor-izmenenij-zakonodatelstva-rk-fot-2026 and /izmeneniya-zakonodatelstva-rk-nalogi-fot-gph-2026",
    "rate_bps": 200,
    "round_unit": 100,
    "monthly_base_cap": 170000000
   },
   {
    "code": "SO",
    "payer": "creator",
    "certainty": "found (5 %, cap 7 MZP, borne by the individual); recalled (OPV taken off the base)",
    "source": "https://pro1c.kz/articles/trud-zarplata-kadry/kak-izmenitsya-raschet-gpkh (2026-01-30; Social Code art. 245(1), Order 299 of 2025-09-30)",
    "rate_bps": 500,
    "round_unit": 100,
    "base_minus": [
     "OPV"
    ],
    "monthly_base_cap": 59500000,
    "law": "Social Code art. 245(1); Order 299 of 2025-09-30"
   },
   {
    "code": "IPN",
    "payer": "creator",
    "certainty": "found (10 %/15 %, 8500 MRP a year, 30 MRP a month on application)",
    "source": "https://speed.asistent.kz/ru/article/kak-platit-nalogi-s-dogovora-gph-v-2026-m-godu (arts. 403, 437, 438) ; https://pro1c.kz/news/zakonodatelstvo/individualnyy-podokhodnyy-nalog-ipn-s-2025-goda- (2025-10-12)",
    "round_unit": 100,
    "base_minus": [
     "OPV",
     "VOSMS",
     "SO"
    ],
    "brackets": [
     {
      "up_to": 3676250000,
      "rate_bps": 1000
     },
     {
      "up_to": null,
      "rate_bps": 1500
     }
    ],
    "law": "Tax Code arts. 403, 437, 438"
   }
  ],
  "documents": [
   "contract",
   "act of services",
   "payout statement",
   "annual income summary"
  ],
  "warning": "The tax authority treats people with advertising income as entrepreneurs who must register (wfin.kz, 2025). Allow only for occasional income; route regular creators to another status."
 },
 {
  "country": "KZ",
  "status": "individual_contract_deduction",
  "title": "Individual, not registered, civil-law contract, base deduction claimed",
  "currency": "KZT",
  "effective_from": "2026-01-01T00:00:00+05:00",
  "effective_to": "2027-01-01T00:00:00+05:00",
  "enabled": false,
  "items": [
   {
    "code": "OPV",
    "payer": "creator",
    "certainty": "found",
    "source": "https://bpo.kz/ru/news/obzor-izmenenij-zakonodatelstva-rk-fot-2026 and /izmeneniya-zakonodatelstva-rk-nalogi-fot-gph-2026",
    "rate_bps": 1000,
    "round_unit": 100,
    "monthly_base_cap": 425000000
   },
   {
    "code": "VOSMS",
    "payer": "creator",
    "certainty": "found (rate); recalled (cap of 20 MZP)",
    "source": "https://bpo.kz/ru/news/obzor-izmenenij-zakonodatelstva-rk-fot-2026 and /izmeneniya-zakonodatelstva-rk-nalogi-fot-gph-2026",
    "rate_bps": 200,
    "round_unit": 100,
    "monthly_base_cap": 170000000
   },
   {
    "code": "SO",
    "payer": "creator",
    "certainty": "found (5 %, cap 7 MZP, borne by the individual); recalled (OPV taken off the base)",
    "source": "https://pro1c.kz/articles/trud-zarplata-kadry/kak-izmenitsya-raschet-gpkh (2026-01-30; Social Code art. 245(1), Order 299 of 2025-09-30)",
    "rate_bps": 500,
    "round_unit": 100,
    "base_minus": [
     "OPV"
    ],
    "monthly_base_cap": 59500000,
    "law": "Social Code art. 245(1); Order 299 of 2025-09-30"
   },
   {
    "code": "IPN",
    "payer": "creator",
    "certainty": "found (10 %/15 %, 8500 MRP a year, 30 MRP a month on application)",
    "source": "https://speed.asistent.kz/ru/article/kak-platit-nalogi-s-dogovora-gph-v-2026-m-godu (arts. 403, 437, 438) ; https://pro1c.kz/news/zakonodatelstvo/individualnyy-podokhodnyy-nalog-ipn-s-2025-goda- (2025-10-12)",
    "round_unit": 100,
    "base_minus": [
     "OPV",
     "VOSMS",
     "SO"
    ],
    "brackets": [
     {
      "up_to": 3676250000,
      "rate_bps": 1000
     },
     {
      "up_to": null,
      "rate_bps": 1500
     }
    ],
    "monthly_deduction": 12975000,
    "law": "Tax Code arts. 403, 437, 438"
   }
  ],
  "documents": [
   "contract",
   "application for the base deduction",
   "act of services",
   "payout statement",
   "annual income summary"
  ],
  "warning": "The tax authority treats people with advertising income as entrepreneurs who must register (wfin.kz, 2025). Allow only for occasional income; route regular creators to another status.",
  "condition": "the deduction (30 MRP a month, at most 360 MRP a year) is taken by one tax agent only and on the creator's written application (arts. 403, 437)"
 },
 {
  "country": "KZ",
  "status": "self_employed_platform",
  "title": "Special regime for the self-employed, paid through an internet platform",
  "currency": "KZT",
  "effective_from": "2026-01-01T00:00:00+05:00",
  "effective_to": null,
  "enabled": false,
  "items": [
   {
    "code": "OPV",
    "payer": "creator",
    "certainty": "found",
    "source": "https://www.zakon.kz/finansy/6506831-kakie-obyazatelstva-voznikayut-u-operatora-internetplatformy-po-vzaimoraschetam-s-samozanyatymi.html (2026-02-05, Ministry of Finance answers; Tax Code arts. 720(1), 721(3),(4))",
    "rate_bps": 100,
    "round_unit": 100,
    "law": "Tax Code arts. 720(1), 721(3), (4)"
   },
   {
    "code": "OPVR",
    "payer": "creator",
    "certainty": "found",
    "source": "https://www.zakon.kz/finansy/6506831-kakie-obyazatelstva-voznikayut-u-operatora-internetplatformy-po-vzaimoraschetam-s-samozanyatymi.html (2026-02-05, Ministry of Finance answers; Tax Code arts. 720(1), 721(3),(4))",
    "rate_bps": 100,
    "round_unit": 100,
    "law": "Tax Code arts. 720(1), 721(3), (4)"
   },
   {
    "code": "SO",
    "payer": "creator",
    "certainty": "found",
    "source": "https://www.zakon.kz/finansy/6506831-kakie-obyazatelstva-voznikayut-u-operatora-internetplatformy-po-vzaimoraschetam-s-samozanyatymi.html (2026-02-05, Ministry of Finance answers; Tax Code arts. 720(1), 721(3),(4))",
    "rate_bps": 100,
    "round_unit": 100,
    "law": "Tax Code arts. 720(1), 721(3), (4)"
   },
   {
    "code": "VOSMS",
    "payer": "creator",
    "certainty": "found",
    "source": "https://www.zakon.kz/finansy/6506831-kakie-obyazatelstva-voznikayut-u-operatora-internetplatformy-po-vzaimoraschetam-s-samozanyatymi.html (2026-02-05, Ministry of Finance answers; Tax Code arts. 720(1), 721(3),(4))",
    "rate_bps": 100,
    "round_unit": 100,
    "law": "Tax Code arts. 720(1), 721(3), (4)"
   }
  ],
  "limits": {
   "month": 129750000,
   "year": 1557000000,
   "certainty": "found",
   "source": "https://www.inform.kz/ru/vihod-iz-teni-66-tisyach-samozanyatih-v-kazahstane-legalizovali-deyatelnost-c6de3b (2026-01-11, State Revenue Committee)"
  },
  "pay_to_state_by": "day 25 of the next month (https://guide.kaspi.kz/partner/ru/tax/conditions/self-employed/q4543 (updated 2026-01-14))",
  "documents": [
   "E-Salyq Business receipt",
   "payout statement"
  ],
  "warning": "Only for activities in Government Decree 994 of 2025-11-21 (40 kinds); whether review videos or advertising are in the list was NOT found. Whether the programme operator is an 'internet platform operator' is a legal question. Pensioners and students: no social payments (inform.kz)."
 },
 {
  "country": "KZ",
  "status": "sole_proprietor_simplified",
  "title": "Sole proprietor, simplified declaration",
  "currency": "KZT",
  "effective_from": "2026-01-01T00:00:00+05:00",
  "effective_to": null,
  "enabled": false,
  "items": [],
  "documents": [
   "act of services",
   "electronic invoice from the creator",
   "payout statement"
  ],
  "info": "pays 4 % of turnover itself, turnover limit 600 000 MRP a year, not a VAT payer (https://speed.asistent.kz/ru/article/sravnivaem-nalogovye-rezhimy-v-2026-m-godu-uproschenka-i-our ; https://goodzon.kz/nalogovye-rezhimy-ip); payers on the general regime cannot deduct the expense (same source); local councils may change the rate (recalled)."
 },
 {
  "country": "KZ",
  "status": "sole_proprietor_general",
  "title": "Sole proprietor, general regime",
  "currency": "KZT",
  "effective_from": "2026-01-01T00:00:00+05:00",
  "effective_to": null,
  "enabled": false,
  "items": [],
  "vat": {
   "rate_bps": 1600,
   "threshold_year": 4325000000,
   "certainty": "found",
   "source": "https://speed.asistent.kz/ru/article/sravnivaem-nalogovye-rezhimy-v-2026-m-godu-uproschenka-i-our ; https://goodzon.kz/nalogovye-rezhimy-ip"
  },
  "documents": [
   "act of services",
   "electronic invoice",
   "payout statement"
  ]
 },
 {
  "country": "RU",
  "status": "npd",
  "title": "Professional income tax (self-employed)",
  "currency": "RUB",
  "effective_from": "2019-01-01T00:00:00+03:00",
  "effective_to": "2029-01-01T00:00:00+03:00",
  "enabled": false,
  "items": [],
  "limits": {
   "year": 240000000,
   "certainty": "found",
   "source": "https://info.sibnet.ru/article/690491/ (2026-01-03) ; https://www.klerk.ru/blogs/qugo/661452/ (law 422-FZ art. 14)"
  },
  "pay_to_state_by": "the creator pays 6 % (payer is a company) or 4 % (payer is a person) itself",
  "documents": [
   "receipt from 'My Tax', at the latest on day 9 of the next month for bank transfers",
   "act",
   "payout statement"
  ],
  "checks": [
   "status at the tax service on the day of every payout",
   "receipt received",
   "receipt not annulled"
  ],
  "warning": "Not allowed for intermediary activity under agency, commission or mandate contracts (sibnet.ru): word the contract as a service. A missing or annulled receipt makes the payer a tax agent (13 % income tax and contributions)."
 },
 {
  "country": "RU",
  "status": "individual_contract",
  "title": "Individual, civil-law contract",
  "currency": "RUB",
  "effective_from": "2026-01-01T00:00:00+03:00",
  "effective_to": "2027-01-01T00:00:00+03:00",
  "enabled": false,
  "items": [
   {
    "code": "NDFL",
    "payer": "creator",
    "certainty": "found",
    "source": "https://1c-o.ru/blog/articles/kakie-nalogi-i-vznosy-platit-rabotodatel-za-sotrudnika-v-2026-godu ; https://www.klerk.ru/buh/articles/585573",
    "round_unit": 100,
    "brackets": [
     {
      "up_to": 240000000,
      "rate_bps": 1300
     },
     {
      "up_to": 500000000,
      "rate_bps": 1500
     },
     {
      "up_to": 2000000000,
      "rate_bps": 1800
     },
     {
      "up_to": 5000000000,
      "rate_bps": 2000
     },
     {
      "up_to": null,
      "rate_bps": 2200
     }
    ]
   },
   {
    "code": "SV",
    "payer": "operator",
    "certainty": "found (30 % to 2 979 000 RUB a year, then 15.1 %); another source prints 2 759 000, which is the 2025 limit (recalled)",
    "source": "https://www.moedelo.org/club/article-knowledge/nalogi-gph-gpd-2026",
    "round_unit": 1,
    "brackets": [
     {
      "up_to": 297900000,
      "rate_bps": 3000
     },
     {
      "up_to": null,
      "rate_bps": 1510
     }
    ]
   }
  ],
  "documents": [
   "contract",
   "act",
   "payout statement",
   "income certificate"
  ],
  "warning": "Non-residents 30 % except EAEU citizens (moedelo.org)."
 },
 {
  "country": "RU",
  "status": "sole_proprietor",
  "title": "Sole proprietor",
  "currency": "RUB",
  "effective_from": "2019-01-01T00:00:00+03:00",
  "effective_to": null,
  "enabled": false,
  "items": [],
  "documents": [
   "act",
   "invoice",
   "payout statement"
  ],
  "info": "No withholding. From 2026 general VAT 22 %; simplified payers 5 % / 7 % above 20 M RUB a year (ria.ru 2026-01-01, dzen.ru)."
 },
 {
  "country": "US",
  "status": "w9",
  "title": "US person with W-9",
  "currency": "USD",
  "effective_from": "2026-01-01T00:00:00-05:00",
  "effective_to": null,
  "enabled": false,
  "items": [],
  "reporting": {
   "form": "1099-NEC",
   "threshold_year": 200000,
   "certainty": "found",
   "source": "https://sovos.com/regulatory-updates/trr/one-big-beautiful-bill-raises-1099-reporting-thresholds"
  },
  "documents": [
   "W-9",
   "payout statement",
   "1099-NEC"
  ],
  "info": "Indexed for inflation from 2027. 1099-K by a settlement organisation: over 20 000 USD and over 200 transactions (same source)."
 },
 {
  "country": "US",
  "status": "no_tin",
  "title": "US person without a tax number: backup withholding",
  "currency": "USD",
  "effective_from": "2018-01-01T00:00:00-05:00",
  "effective_to": null,
  "enabled": false,
  "items": [
   {
    "code": "BACKUP",
    "payer": "creator",
    "certainty": "recalled",
    "source": "-",
    "rate_bps": 2400,
    "round_unit": 1
   }
  ],
  "documents": [
   "payout statement"
  ]
 },
 {
  "country": "US",
  "status": "w8",
  "title": "Foreign person with W-8BEN or W-8BEN-E, work done outside the US",
  "currency": "USD",
  "effective_from": "2018-01-01T00:00:00-05:00",
  "effective_to": null,
  "enabled": false,
  "items": [],
  "documents": [
   "W-8BEN / W-8BEN-E",
   "payout statement"
  ],
  "info": "US-source income without a treaty: 30 % (support.stripe.com); income from work outside the US is not US-source (recalled)."
 },
 {
  "country": "EU",
  "status": "reportable_seller",
  "title": "EU resident creator",
  "currency": "EUR",
  "effective_from": "2023-01-01T00:00:00+01:00",
  "effective_to": null,
  "enabled": false,
  "items": [],
  "reporting": {
   "form": "DAC7",
   "deadline": "31 January of the next year",
   "certainty": "found"
  },
  "documents": [
   "self-billing invoice",
   "payout statement",
   "copy of the DAC7 report"
  ],
  "info": "Relevant activities: immovable property, personal services, goods, transport hire (Directive 2021/514). Whether commission for content is a personal service done at a user's request is a legal question. The 30 transactions / 2 000 EUR exclusion is for sellers of goods (recalled; some public pages print it for all)."
 },
 {
  "country": "*",
  "status": "none",
  "title": "No withholding, creator accounts for everything",
  "currency": null,
  "effective_from": "1970-01-01T00:00:00Z",
  "effective_to": null,
  "enabled": true,
  "items": [],
  "documents": [
   "payout statement"
  ]
 }
]`;
