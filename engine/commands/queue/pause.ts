import type { Account } from '../../account/account';
import type { Commands, QueuePause } from '../../gateway/contract';
import { nameOrAll } from './campaign';

type Input = Commands['queue.pause']['input'];

export function pause({ pauses }: Account, { campaign }: Input): QueuePause {
	return pauses.pause(nameOrAll(campaign));
}

export function resume({ pauses }: Account, { campaign }: Input): QueuePause {
	return pauses.resume(nameOrAll(campaign));
}
