// A payslip: what was withheld, on what base, at which rate, by which article of law. For its creator and for finance.
import { Button, Drawer } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { PayslipPartsFragment } from '../../api/generated';
import { DataTable } from '../data-table';
import { isZero } from '../format/money';
import { formatRate } from '../format/size';
import { formatMoment } from '../format/time';
import { Figure } from '../page';
import { useLocale } from '../use-locale';

type Line = PayslipPartsFragment['payslip'][number];

function Lines({ lines }: { lines: readonly Line[] }) {
  const { t, locale, money } = useLocale();
  if (lines.length === 0) return <p className="vt-nothing">{t('payouts.nothingWithheld')}</p>;
  return (
    <DataTable
      caption={t('payouts.payslip')}
      rows={lines}
      rowKey={(line) => `${line.code}-${String(line.byCreator)}`}
      columns={[
        {
          key: 'code',
          header: t('payouts.item'),
          lead: true,
          cell: (line) => (
            <span className="vt-two">
              <span>{line.code}</span>
              <small className="vt-break">{line.law ?? line.source}</small>
              {!line.byCreator && <small>{t('payouts.onTop')}</small>}
            </span>
          ),
        },
        {
          key: 'base',
          header: t('payouts.base'),
          end: true,
          cell: (line) => (
            <span className="vt-two">
              <span>{money(line.base)}</span>
              {!isZero(line.deduction) && <small>{t('payouts.relief', { sum: money(line.deduction) })}</small>}
            </span>
          ),
        },
        {
          key: 'rate',
          header: t('payouts.rate'),
          end: true,
          cell: (line) => line.rates.map((step) => formatRate(step.rateBps, locale)).join(' / '),
        },
        {
          key: 'amount',
          header: t('payouts.amount'),
          end: true,
          cell: (line) => <strong>{money(line.amount)}</strong>,
        },
      ]}
    />
  );
}

export function PayslipDrawer({ payout, onClose }: { payout: PayslipPartsFragment | null; onClose: () => void }) {
  const { t, locale, money } = useLocale();
  return (
    <Drawer
      opened={payout !== null}
      onClose={onClose}
      size="lg"
      title={payout ? t('payouts.payslipOf', { at: formatMoment(payout.at, locale) }) : ''}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      {payout && (
        <div className="vt-stack">
          <dl className="vt-figures">
            <Figure label={t('payouts.gross')} value={money(payout.gross)} />
            <Figure label={t('payouts.withheld')} value={money(payout.withheld)} note={payout.taxRule} />
            <Figure tone="accent" label={t('payouts.net')} value={money(payout.pay)} note={payout.account} />
          </dl>
          <Lines lines={payout.payslip} />
          {payout.bankReason && (
            <p>{t(payout.sent ? 'payouts.paypalSaid' : 'payouts.bankSaid', { reason: payout.bankReason })}</p>
          )}
          <p className="vt-dim">{t('payouts.noAdvice')}</p>
          <Button
            component="a"
            variant="default"
            href={`/v1/payouts/${payout.id}/payslip.pdf`}
            download
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {t('payouts.payslipPdf')}
          </Button>
        </div>
      )}
    </Drawer>
  );
}
