/*
 * The small pieces every scene draws with: shadcn/ui's way (Radix primitives, class variants), styled by our tokens.
 * They know no operation and no host; what the frame of the page needs is in `shell`.
 */
export { Button, type ButtonProps } from './Button.tsx';
export { Checkbox } from './Checkbox.tsx';
export { CopyButton } from './CopyButton.tsx';
export { Dialog, DialogContent, DialogHead, DialogTitle } from './Dialog.tsx';
export {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from './DropdownMenu.tsx';
export { Field } from './Field.tsx';
export { IconButton } from './IconButton.tsx';
export { Input } from './Input.tsx';
export { Keys, keyText } from './Kbd.tsx';
export { Popover, PopoverContent, PopoverTrigger } from './Popover.tsx';
export { Segmented } from './Segmented.tsx';
export { Select } from './Select.tsx';
export { type State, StateMark } from './StateMark.tsx';
export { Switch } from './Switch.tsx';
export { EmptyState, ErrorState, LoadingState, NoPermissionState } from './states.tsx';
export { Tabs, TabsContent, TabsList, TabsTrigger } from './Tabs.tsx';
export { Time } from './Time.tsx';
export { Tooltip, TooltipProvider } from './Tooltip.tsx';
export { Unknown, Value, type ValueKind } from './Value.tsx';
