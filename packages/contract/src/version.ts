/**
 * The version of the agent protocol, one integer.
 *
 * - 1 (2026-11-20): first version. Hello by signature of the server's nonce, metric frames
 *   with a series dictionary, process and socket snapshots by difference, commands,
 *   events with gaps to a server whose welcome accepts them.
 */
export const protocolVersion = 1;

/** The oldest agent this server still understands. */
export const oldestProtocolVersion = 1;

/** The version of the product, the same for server, agent, command and page. */
export const productVersion = '0.1.0';
