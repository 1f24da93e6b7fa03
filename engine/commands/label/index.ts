import type { labelCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { create, getMany, remove, update } from './labels';
import { setOnChat, setOnMessage } from './labelled';

/** What an account of WhatsApp Business can do with labels. */
export const label: { readonly [C in keyof typeof labelCommands]: Run<C> } = {
	'label.getMany': getMany,
	'label.create': create,
	'label.update': update,
	'label.delete': remove,
	'label.setOnChat': setOnChat,
	'label.setOnMessage': setOnMessage,
};
