import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type {
	AccountRef,
	EngineEvent,
	Gateway,
	IncomingMedia,
	MessageBody,
} from '../../engine/gateway/contract';
import { toBinaryData } from '../shared/download';
import { messageOf } from '../shared/errors';

/** An event, and what became of the file in it. */
export interface Delivery {
	event: EngineEvent;
	file?: IBinaryData;
	/** Why there is no file, in words for the user. */
	fileError?: string;
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
		deliveries.push({ event, ...(await fileOf(event)) });
	}
	return deliveries;

	async function fileOf(event: EngineEvent): Promise<Omit<Delivery, 'event'>> {
		if (!('type' in event && mediaOf(event))) return {};
		const { messageId, reference } = event;
		try {
			const opened = await open({ messageId, ...(reference && { reference }), maxSize });
			return { file: await toBinaryData(functions, opened) };
		} catch (error) {
			return { fileError: messageOf(error) };
		}
	}
}

/** What is told of the file of a message: its own, or that above the words of one with buttons. */
function mediaOf({ media, buttons }: MessageBody): IncomingMedia | undefined {
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

/** For n8n's new engine, which takes no files from triggers (engine-v2-active-triggers.js). */
export function withoutFiles(deliveries: readonly Delivery[]): Delivery[] {
	return deliveries.map(({ event, file, fileError }) => ({
		event,
		fileError: file
			? "n8n's engine 2.0 takes no files from triggers yet: get this one with Message > Download Media."
			: fileError,
	}));
}

/** Binds the engine's `openMedia` to an account. */
export function opener(engine: Gateway, account: AccountRef): Parameters<typeof withFiles>[2] {
	return async (media) => await engine.openMedia(account, media);
}

/** One item, with the file where there is one. */
export function item(json: object, { file }: Pick<Delivery, 'file'>): INodeExecutionData {
	return { json: json as IDataObject, ...(file && { binary: { data: file } }) };
}
