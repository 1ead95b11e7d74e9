import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import { uiMessages } from './messages.ts';

/** Puts a text on the clipboard and says so for a moment. */
export function CopyButton({ text, label, icon = false }: { readonly text: string; readonly label?: string; readonly icon?: boolean }) {
  const t = useMessages(uiMessages);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return;
    }
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const handleCopy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  const sign = copied ? <Check className="i text-ok-text" aria-hidden /> : <Copy className="i" aria-hidden />;
  const name = copied ? t('copied') : (label ?? t('copy'));
  if (icon) {
    return (
      <IconButton label={name} onClick={handleCopy}>
        {sign}
      </IconButton>
    );
  }
  return (
    <Button onClick={handleCopy}>
      {sign}
      <span aria-live="polite">{name}</span>
    </Button>
  );
}
