import type { Account } from '../account/account';
import type { CommandName, Commands } from '../gateway/contract';
import { send } from './message/send';
import { wait } from './message/wait';
import { deleteAll, deleteOne } from './queue/delete';
import { getMany } from './queue/get-many';
import { linkByCode, linkByQr } from './session/link';
import { logOut } from './session/log-out';
import { reconnect } from './session/reconnect';
import { status } from './session/status';

type Run<C extends CommandName> = (
	account: Account,
	input: Commands[C]['input'],
) => Commands[C]['output'] | Promise<Commands[C]['output']>;

/** What each command of the door does. */
export const commands: { readonly [C in CommandName]: Run<C> } = {
	'session.status': status,
	'session.linkByCode': linkByCode,
	'session.linkByQr': linkByQr,
	'session.logOut': logOut,
	'session.reconnect': reconnect,
	'message.send': send,
	'message.wait': wait,
	'queue.getMany': getMany,
	'queue.delete': deleteOne,
	'queue.deleteAll': deleteAll,
};
