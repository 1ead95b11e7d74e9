import * as z from 'zod';
import { HostRefSchema } from '../model/host.ts';
import { SocketSchema } from '../model/process.ts';
import { text } from '../text.ts';
import { query } from './operation.ts';

export const socketList = query({
  id: 'socket.list',
  title: text('Sockets', 'Sockets'),
  describe: text(
    'Every TCP, UDP and UNIX socket with its state, addresses and owner.',
    'Chaque socket TCP, UDP et UNIX, son état, ses adresses et son propriétaire.',
  ),
  target: 'host',
  permission: 'process.read',
  http: [{ method: 'GET', path: '/api/sockets' }],
  command: {
    table: {
      rows: 'items',
      columns: ['protocol', 'state', 'localAddress', 'localPort', 'remoteAddress', 'remotePort', 'pid', 'processName'],
    },
  },
  input: z.object({
    host: HostRefSchema.default('local'),
    q: z
      .string()
      .max(500)
      .optional()
      .meta({ description: 'Free text: port, address, process, user', fr: 'Texte libre : port, adresse, processus, utilisateur' }),
    protocol: z.enum(['tcp', 'udp', 'unix']).optional(),
    listening: z.stringbool().optional().meta({ description: 'Only sockets that wait for others', fr: 'Seulement les sockets en écoute' }),
    pid: z.coerce.number().int().positive().max(4_194_304).optional(),
    limit: z.coerce.number().int().min(1).max(100_000).optional(),
    offset: z.coerce.number().int().min(0).optional(),
    format: z.enum(['json', 'csv']).default('json'),
  }),
  output: z.object({ host: z.string(), time: z.iso.datetime(), count: z.int(), ownersHidden: z.boolean(), items: z.array(SocketSchema) }),
});
