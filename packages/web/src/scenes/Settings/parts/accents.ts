/** Colours that pass, away from those of the states. A test keeps them so. */
export const offeredAccents = ['#5B9DFF', '#2DD4BF', '#F472B6', '#E7C873', '#C4D600', '#D98CE8'] as const;
