/*
 * The HTTP door: from a request to an operation and back. It checks name, site, size and shape, asks `platform/auth`
 * who it is, and lets the runner decide. It knows no noun: routes come from the catalogue.
 */
export { type Asset, type AssetSource, directoryAssets, fileAssets } from './assets.ts';
export type { Peer } from './context.ts';
export { createHttp, type Http, type HttpDeps } from './http.ts';
export type { Route } from './routes.ts';
export { createSite, type Site } from './site.ts';
