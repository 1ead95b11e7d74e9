import './widgets.css';
import type { Widget } from '@vigie/contract';
import { useMessages } from '../../i18n/index.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/index.ts';
import { ChartWidget } from './ChartWidget.tsx';
import { BarWidget, GaugeWidget, HeatWidget, StatWidget, TableWidget } from './FigureWidgets.tsx';
import { MomentWidget, TopWidget } from './HostWidgets.tsx';
import { widgetMessages } from './messages.ts';
import { TextWidget } from './TextWidget.tsx';
import { type BoardTime, useSeries } from './useSeries.ts';
import type { Values } from './variables.ts';

export interface WidgetBodyProps {
  readonly widget: Widget;
  readonly values: Values;
  readonly time: BoardTime;
  readonly nameOf: (host: string) => string;
  readonly hosts: readonly string[];
}

/** What stands in a widget. What goes wrong in it stays in it. */
export function WidgetBody(props: WidgetBodyProps) {
  const { widget } = props;
  switch (widget.type) {
    case 'text':
      return <TextWidget text={widget.text} />;
    case 'top':
      return <TopWidget widget={widget} values={props.values} time={props.time} />;
    case 'moment':
      return <MomentWidget widget={widget} values={props.values} time={props.time} />;
    default:
      return <Figures {...props} widget={widget} />;
  }
}

type FigureWidget = Extract<Widget, { readonly queries: unknown }>;

function Figures({ widget, values, time, nameOf, hosts }: Omit<WidgetBodyProps, 'widget'> & { readonly widget: FigureWidget }) {
  const t = useMessages(widgetMessages);
  const data = useSeries(widget.queries, values, time, nameOf);
  if (data.error && data.series.length === 0) {
    return <ErrorState title={t('failed')} error={data.error} />;
  }
  if (!data.isReady) {
    return <LoadingState what={t('reading')} rows={3} />;
  }
  if (data.series.length === 0 && widget.type !== 'heatmap') {
    return <EmptyState title={t('nothing')}>{t('nothingBody')}</EmptyState>;
  }
  switch (widget.type) {
    case 'timeseries':
      return <ChartWidget widget={widget} data={data} />;
    case 'stat':
      return <StatWidget widget={widget} data={data} />;
    case 'gauge':
      return <GaugeWidget widget={widget} data={data} />;
    case 'bar':
      return <BarWidget widget={widget} data={data} />;
    case 'table':
      return <TableWidget widget={widget} data={data} />;
    case 'heatmap':
      return <HeatWidget widget={widget} data={data} nameOf={nameOf} hosts={hosts} />;
    default:
      return widget satisfies never;
  }
}
