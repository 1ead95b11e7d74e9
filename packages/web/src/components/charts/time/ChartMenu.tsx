import { Ellipsis } from 'lucide-react';
import type { RefObject } from 'react';
import { useFormat } from '../../../hooks/useFormat.ts';
import { useMessages } from '../../../i18n/index.ts';
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../../ui/index.ts';
import { chartMessages } from '../messages.ts';
import { csvOf, download, fileNameOf, pictureOf } from './export.ts';
import type { PlotSpec } from './spec.ts';
import type { TimePlot } from './TimePlot.ts';

interface ChartMenuProps {
  readonly plot: TimePlot;
  readonly spec: PlotSpec;
  readonly title: string;
  /** The name of what is shown, for the file. */
  readonly subject: string;
  readonly head: RefObject<HTMLElement | null>;
  readonly onLogarithmic: (is: boolean) => void;
}

/** The axis of a chart, and what it shows to take with you: its figures as CSV, or its picture. */
export function ChartMenu({ plot, spec, title, subject, head, onLogarithmic }: ChartMenuProps) {
  const t = useMessages(chartMessages);
  const format = useFormat();
  const saveCsv = () => {
    const { view } = plot;
    if (view) {
      download(new Blob([csvOf(spec, view)], { type: 'text/csv;charset=utf-8' }), fileNameOf([subject, title], view.toMs, 'csv'));
    }
  };
  const savePicture = async () => {
    const { view, canvas } = plot;
    if (!view || !canvas) {
      return;
    }
    const values = [...(head.current?.querySelectorAll('.legend b') ?? [])].map((item) => item.textContent ?? '');
    const blob = await pictureOf(canvas, {
      title,
      scope: head.current?.querySelector('[data-part="sub"]')?.textContent ?? '',
      caption: [subject, `${format.dateTime(view.fromMs)} – ${format.dateTime(view.toMs)} ${format.zone(view.toMs)}`]
        .filter(Boolean)
        .join(' · '),
      legend: spec.series.map(({ name, slot }, place) => ({ text: `${name} ${values[place] || '–'}`, slot })),
    });
    if (blob) {
      download(blob, fileNameOf([subject, title], view.toMs, 'png'));
    }
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="chart-menu" aria-label={t('menuOf', { title })} title={t('menuOf', { title })}>
        <Ellipsis className="i-s" aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuCheckboxItem checked={spec.logarithmic} onCheckedChange={onLogarithmic}>
          {t('logarithmicAxis')}
        </DropdownMenuCheckboxItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={saveCsv}>{t('saveCsv')}</DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void savePicture()}>{t('savePicture')}</DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
