/* Memory and swap space as the kernel divides them. */
export { createMemoryCollector } from './collect.ts';
