import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { useMessages } from '../../i18n/index.ts';
import { IconButton, Input } from '../ui/index.ts';
import { frontMessages } from './messages.ts';

/** A password that can be looked at while it is typed. */
export function PasswordInput(props: Omit<ComponentProps<typeof Input>, 'type'>) {
  const t = useMessages(frontMessages);
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input
        {...props}
        type={shown ? 'text' : 'password'}
        className={`h-10 pr-10 text-lg ${shown ? 'mono' : ''} ${props.className ?? ''}`}
        spellCheck={false}
      />
      <span className="absolute inset-y-0 right-1 grid place-items-center">
        <IconButton label={t(shown ? 'hide' : 'show')} onClick={() => setShown(!shown)} aria-pressed={shown}>
          {shown ? <EyeOff className="i" aria-hidden /> : <Eye className="i" aria-hidden />}
        </IconButton>
      </span>
    </div>
  );
}
