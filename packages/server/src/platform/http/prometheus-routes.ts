import { AppError } from '@vigie/contract';
import type { Context } from 'hono';
import { requirePermission } from '../../operations/permit.ts';
import type { HttpEnv } from './context.ts';
import type { Route } from './routes.ts';

/** What Prometheus asks for, made by the feature that knows it. */
export interface PrometheusSource {
  /** The text format: of the whole fleet and Vigie itself, or of one host. Throws `host_not_found`. */
  exposition(host: string | undefined): string;
  /** For `http_sd_configs`: each host as a target, behind the address that was asked. */
  targets(address: string): readonly { readonly targets: readonly string[]; readonly labels: Readonly<Record<string, string>> }[];
}

const permission = 'host.read';

/** The doors of Prometheus: figures, and the list of where to get them. Both by token. */
export function prometheusRoutes({ prometheus }: { readonly prometheus: PrometheusSource }): Route[] {
  return [
    {
      method: 'GET',
      path: '/metrics',
      permission,
      async handle(context) {
        requireReader(context);
        const body = prometheus.exposition(context.req.query('host'));
        return new Response(body, { headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' } });
      },
    },
    {
      method: 'GET',
      path: '/api/prometheus/targets',
      permission,
      async handle(context) {
        requireReader(context);
        const address = context.req.header('host');
        if (address === undefined) {
          throw new AppError('host_header_denied');
        }
        return Response.json(prometheus.targets(address));
      },
    },
  ];
}

function requireReader(context: Context<HttpEnv>): void {
  requirePermission(context.var.actor, { permission });
}
