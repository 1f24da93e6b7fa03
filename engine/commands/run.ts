import type { Account } from '../account/account';
import type { CommandName, Commands } from '../gateway/contract';

/** What a command of the contract does. */
export type Run<C extends CommandName> = (
	account: Account,
	input: Commands[C]['input'],
) => Commands[C]['output'] | Promise<Commands[C]['output']>;
