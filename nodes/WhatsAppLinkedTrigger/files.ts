import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { AccountRef, EngineEvent, Gateway, MessageBody } from '../../engine/gateway/contract';
import { toBinaryData } from '../shared/download';
import { messageOf } from '../shared/errors';

/** An event, and what became of the file in it. */
export interface Delivery {
	event: EngineEvent;
	file?: IBinaryData;
	/** Why there is no file, in words for the user. */
	fileError?: string;
	/** The same for each item of a collected album. */
	items?: ReadonlyArray<Pick<Delivery, 'file' | 'fileError'>>;
}

/** Every file of a delivery, by the name of its binary field. */
function filesIn({ file, items = [] }: Delivery): Record<string, IBinaryData> {
	const files = items.map((item, index) => [fieldOf(index), item.file] as const);
	return Object.fromEntries(
		[['data', file] as const, ...files].flatMap(([name, its]) => (its ? [[name, its]] : [])),
	);
}

export function hasFiles(delivery: Delivery): boolean {
	return Object.keys(filesIn(delivery)).length > 0;
}

/** The binary field of an item of an album. */
function fieldOf(index: number): string {
	return index === 0 ? 'data' : `data${index}`;
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
	for (const event of events) {
		deliveries.push({ event, ...(await filesOf(event)) });
	}
	return deliveries;

	async function filesOf(event: EngineEvent): Promise<Omit<Delivery, 'event'>> {
		if (!('type' in event)) return {};
		const parts = event.album?.items;
		if (!parts) return await fileOf(event);
		const items: Array<Pick<Delivery, 'file' | 'fileError'>> = [];
		for (const part of parts) items.push(await fileOf(part));
		return { items };
	}

	async function fileOf(message: FileMessage): Promise<Pick<Delivery, 'file' | 'fileError'>> {
		if (!mediaOf(message)) return {};
		const { messageId, reference } = message;
		try {
			const opened = await open({ messageId, ...(reference && { reference }), maxSize });
			return { file: await toBinaryData(functions, opened) };
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
		const { file, fileError } = files[index] ?? {};
		if (file) return { ...item, binaryField: fieldOf(index) };
		return fileError ? { ...item, media: { ...item.media, downloadError: fileError } } : item;
	});
	return { ...event, album: { ...album, items } };
}

/** For n8n's new engine, which takes no files from triggers (engine-v2-active-triggers.js). */
export function withoutFiles(deliveries: readonly Delivery[]): Delivery[] {
	const withoutFile = ({ file, fileError }: Pick<Delivery, 'file' | 'fileError'>) => ({
		fileError: file
			? "n8n's engine 2.0 takes no files from triggers yet: get this one with Message > Download Media."
			: fileError,
	});
	return deliveries.map(({ event, items, ...file }) => ({
		event,
		...withoutFile(file),
		...(items && { items: items.map(withoutFile) }),
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
