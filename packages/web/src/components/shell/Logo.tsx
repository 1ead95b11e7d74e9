/** The look-out tower whose beam is a prompt and whose sea is the cursor. */
export function Mark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" className="flex-none">
      <path d="M3 4L12 11L3 18" fill="none" stroke="var(--accent-mark)" strokeWidth="4" />
      <path d="M16 8h4v4h-4zM14 14h8v2h-8zM16 18h4l2 10h-8z" fill="var(--text-strong)" />
      <path d="M24 26h6v2h-6z" fill="var(--accent-mark)" />
    </svg>
  );
}
