/*
 * The API's own documents, made from the catalogue: OpenAPI for programs and a page for people. Nothing in them is
 * written by hand a second time.
 */
export { docsRoutes } from './routes.ts';
