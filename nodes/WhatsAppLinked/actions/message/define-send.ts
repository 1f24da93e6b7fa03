import type { ContentOf, ContentType, MessageContent } from '../../../../engine/gateway/contract';
import {
	mapped,
	notice as noticeField,
	recipient,
	together,
	type Field,
	type Fields,
	type FieldsOf,
} from '../../../shared/fields';
import { operationOf, type OptionalName } from '../define-operation';
import type { Operation, OperationCall } from '../operation';
import { send, type Destination, type Prepared } from './send';
import { answerOptions, queueOptions, type Presence, type SendOptions } from './send-options';
import { chat, target } from './target';

/** A member of a message that is made when the message is queued for the first time: a file is taken in, a page opened. */
export type Later<T> = (call: OperationCall) => Promise<T>;

/** What fills a member of a message. */
type Fill<T> = Field<T | Later<T>>;
type Filled<Content> = {
	readonly [Name in Exclude<keyof Content, OptionalName<Content>>]: Fill<Content[Name]>;
};
type Optional<Content> = { readonly [Name in OptionalName<Content>]?: Fill<Content[Name]> };

interface Filling<T extends ContentType, Content> {
	type: T;
	/** What one should know before. */
	notice?: string;
	/** A field for each member that the message must have; for one that it may have there is a field here or an option. */
	fields: Filled<Content> & Optional<Content>;
	options?: Optional<Content>;
}

export type Send<T extends ContentType> = Operation['option'] &
	Filling<T, Omit<ContentOf<T>, 'type'>> & {
		to?: Field<string>;
		/** Where it goes, where that is more than a chat. */
		destination?: Field<Destination>;
		presence?: Presence;
		/** What can be set of its sending, where that is less than for others. */
		sendOptions?: FieldsOf<SendOptions>;
	};

/** An operation that sends a message: its fields have the names of what the message says. */
export function defineSend<T extends ContentType>(message: Send<T>): Operation {
	const { name, action, description, type, notice, to = recipient } = message;
	const { destination = mapped(to, (chosen) => ({ to: chosen })) } = message;
	const { fields, options = {} } = message as { fields: Fields; options?: Fields };
	const { presence = 'Typing', sendOptions = answerOptions(presence) } = message;
	return operationOf({
		option: { name, action, description },
		fields: {
			...(notice && { notice: noticeField(notice) }),
			to: destination,
			said: mapped(together(fields, options), (said): Said => ({ type, ...said })),
			sent: together({}, sendOptions),
		},
		async execute({ to: chosen, said, sent }, call) {
			return await send(call, chosen, sent, isReady(said) ? said : () => prepare(said, call));
		},
	});
}

type Action<T extends ContentType> = Operation['option'] &
	Filling<T, Omit<ContentOf<T>, 'type' | 'target'>> & {
		/** What the ID is of: the message that it is done to. */
		messageId: string;
	};

/** An operation that does something to a message by sending another one. */
export function defineAction<T extends ContentType>(definition: Action<T>): Operation {
	const { messageId, fields, ...action } = definition;
	const message = {
		...action,
		to: chat,
		fields: { target: target(messageId), ...fields },
		sendOptions: queueOptions,
	};
	return defineSend(message as unknown as Send<T>);
}

type Said = Record<string, unknown>;

/** Content is JSON: a function in it makes some. */
function isReady(said: Said): said is Said & MessageContent {
	return Object.values(said).every((value) => typeof value !== 'function');
}

async function prepare(said: Said, call: OperationCall): Promise<Prepared> {
	const notes: string[] = [];
	const storeMedia: OperationCall['storeMedia'] = async (...file) => {
		const stored = await call.storeMedia(...file);
		if (stored.note) notes.push(stored.note);
		return stored;
	};
	const content: Said = {};
	for (const [name, value] of Object.entries(said)) {
		content[name] =
			typeof value === 'function'
				? await (value as Later<unknown>)({ ...call, storeMedia })
				: value;
	}
	return { content: content as unknown as MessageContent, note: notes.join(' ') };
}
