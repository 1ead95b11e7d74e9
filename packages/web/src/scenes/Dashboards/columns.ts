/** As the contract says it (`dashboardColumns`), without its schema library. */
export const dashboardColumns = 12;
