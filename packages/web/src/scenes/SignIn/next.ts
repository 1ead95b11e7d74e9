const here = 'https://here.invalid';

/** Where to go after the sign-in: only a path of this page, never another site (`//evil`, `/\evil`, `https:`). */
export function safeNext(next: string): string {
  if (!next.startsWith('/') || !URL.canParse(next, here)) {
    return '/';
  }
  const url = new URL(next, here);
  if (url.origin !== here || url.pathname.startsWith('//') || url.pathname === '/sign-in' || url.pathname === '/setup') {
    return '/';
  }
  return url.pathname + url.search + url.hash;
}
