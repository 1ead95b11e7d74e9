import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Draws what it holds only while it is in sight or nearly so: what nobody sees neither asks nor draws. Its place keeps its size. */
export function InSight({ className, children }: { readonly className: string; readonly children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = root.current;
    if (!element) {
      return;
    }
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? false), { rootMargin: '200px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={root} className={className}>
      {near ? children : null}
    </div>
  );
}
