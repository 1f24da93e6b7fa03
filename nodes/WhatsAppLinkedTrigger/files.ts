import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { AccountRef, EngineEvent, Gateway, MessageBody } from '../../engine/gateway/contract';
import { toBinaryData } from '../shared/download';
import { messageOf } from '../shared/errors';

/** What became of the file of a message. */
export interface FileOf {
	file?: IBinaryData;
	/** The binary field that it goes into, where it is one of several. */
	binaryField?: string;
	/** Why there is no file, in words for the user. */
	fileError?: string;
}

/** An event, and what became of the file in it. */
export interface Delivery extends FileOf {
	event: EngineEvent;
	/** The same for each item of a collected album. */
	items?: readonly FileOf[];
	/** The same for each message that was collected. */
	messages?: readonly Delivery[];
}

/** Each message that was collected, also where no files are asked for; undefined for what stands alone. */
export function messagesIn({ event, messages }: Delivery): readonly Delivery[] | undefined {
	if (messages) return messages;
	return 'messages' in event ? event.messages?.map((message) => ({ event: message })) : undefined;
}

/** Every file of a delivery, by the name of its binary field. */
function filesIn(delivery: Delivery): Record<string, IBinaryData> {
	const { items = [], messages = [] } = delivery;
	const own = [delivery, ...items].flatMap(({ file, binaryField = FIRST_FIELD }) =>
		file ? [[binaryField, file] as const] : [],
	);
	return Object.assign(Object.fromEntries(own), ...messages.map(filesIn));
}

export function hasFiles(delivery: Delivery): boolean {
	return Object.keys(filesIn(delivery)).length > 0;
}

const FIRST_FIELD = 'data';

/** The binary field of one of several files. */
export function fieldOf(index: number, separator: '' | '_'): string {
	return index === 0 ? FIRST_FIELD : `${FIRST_FIELD}${separator}${index}`;
}

/**
 * Downloads the files of messages, one after another: a batch may hold many, and files may be large. Each is asked for
 * once, and the engine gives up what does not come: an event whose file cannot be had goes without it, and says why.
 */
export async function withFiles(
	events: readonly EngineEvent[],
	functions: Parameters<typeof toBinaryData>[0],
	open: (media: Parameters<Gateway['openMedia']>[1]) => ReturnType<Gateway['openMedia']>,
	maxSize: number,
): Promise<Delivery[]> {
	const deliveries: Delivery[] = [];
	for (const event of events) deliveries.push(await deliveryOf(event));
	return deliveries;

	async function deliveryOf(event: EngineEvent): Promise<Delivery> {
		if (!('messages' in event) || !event.messages) return { event, ...(await filesOf(event)) };
		let count = 0;
		const messages: Delivery[] = [];
		for (const message of event.messages) {
			const files = await filesOf(message, () => fieldOf(count++, '_'));
			messages.push({ event: message, ...files });
		}
		// The last one is what the event is like.
		return { ...messages.at(-1), event, messages };
	}

	/** @param nextField names the next file of several; without it the message is alone */
	async function filesOf(
		event: EngineEvent,
		nextField?: () => string,
	): Promise<Omit<Delivery, 'event'>> {
		if (!('type' in event)) return {};
		const parts = event.album?.items;
		if (!parts) return await fileOf(event, nextField);
		const items: FileOf[] = [];
		for (const [index, part] of parts.entries()) {
			items.push(await fileOf(part, nextField ?? (() => fieldOf(index, ''))));
		}
		return { items };
	}

	async function fileOf(message: FileMessage, nextField?: () => string): Promise<FileOf> {
		if (!mediaOf(message)) return {};
		const { messageId, reference } = message;
		try {
			const opened = await open({ messageId, ...(reference && { reference }), maxSize });
			const file = await toBinaryData(functions, opened);
			return { file, ...(nextField && { binaryField: nextField() }) };
		} catch (error) {
			return { fileError: messageOf(error) };
		}
	}
}

/** What it takes to ask for the file of a message. */
type FileMessage = Pick<MessageBody, 'media' | 'buttons'> & {
	messageId: string;
	reference: string | null;
};

/** What is told of the file of a message: its own, or that above the words of one with buttons. */
function mediaOf({ media, buttons }: Pick<MessageBody, 'media' | 'buttons'>) {
	return media ?? buttons?.header?.media;
}

/** A message that says at its file why that is not there. */
export function withFileError<Event extends MessageBody>(event: Event, fileError: string): Event {
	const media = mediaOf(event);
	const told = { ...media, downloadError: fileError };
	if (event.media) return { ...event, media: told };
	const { buttons } = event;
	if (!media || !buttons) return event;
	return { ...event, buttons: { ...buttons, header: { ...buttons.header, media: told } } };
}

/** An album that says of each item in which binary field its file is, or why it is not there. */
export function withAlbumFiles<Event extends MessageBody>(
	event: Event,
	files: NonNullable<Delivery['items']>,
): Event {
	const { album } = event;
	const items = album?.items?.map((item, index) => {
		const { binaryField, fileError } = files[index] ?? {};
		if (binaryField !== undefined) return { ...item, binaryField };
		return fileError ? { ...item, media: { ...item.media, downloadError: fileError } } : item;
	});
	return { ...event, album: { ...album, items } };
}

/** For n8n's new engine, which takes no files from triggers (engine-v2-active-triggers.js). */
export function withoutFiles(deliveries: readonly Delivery[]): Delivery[] {
	const withoutFile = ({ file, fileError }: FileOf) => ({
		fileError: file
			? "n8n's engine 2.0 takes no files from triggers yet: get this one with Message > Download Media."
			: fileError,
	});
	return deliveries.map(({ event, items, messages, ...file }) => ({
		event,
		...withoutFile(file),
		...(items && { items: items.map(withoutFile) }),
		...(messages && { messages: withoutFiles(messages) }),
	}));
}

/** Binds the engine's `openMedia` to an account. */
export function opener(engine: Gateway, account: AccountRef): Parameters<typeof withFiles>[2] {
	return async (media) => await engine.openMedia(account, media);
}

/** One item, with the file where there is one. */
export function item(json: object, delivery: Delivery): INodeExecutionData {
	return { json: json as IDataObject, ...(hasFiles(delivery) && { binary: filesIn(delivery) }) };
}
