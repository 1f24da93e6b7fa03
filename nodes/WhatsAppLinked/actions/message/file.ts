import type { INodeProperties } from 'n8n-workflow';

import type { MessageContent, StoredMedia, StoreMedia } from '../../../../engine/gateway/contract';
import { fileOf, fileProperties, type SourceFile } from '../../../shared/media';
import { booleanOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { OperationCall, Outcome } from '../operation';
import { mentionOptions, mentionsOf } from './mentions';
import { send, sendOptionsProperty, type Presence } from './send';

/** The Caption field of files that have one. */
export const captionProperty: INodeProperties = {
	displayName: 'Caption',
	name: 'caption',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. Your order, ready to leave',
	description: 'What the message says below the file. WhatsApp shows *bold* and _italic_.',
};

export function captionOf({ functions, itemIndex }: OperationCall): string | undefined {
	return textOf(functions, itemIndex, 'caption') || undefined;
}

export const viewOnceOption: INodeProperties = {
	displayName: 'View Once',
	name: 'viewOnce',
	type: 'boolean',
	default: true,
	description: 'Whether the recipient can open it only once, and neither save nor forward it',
};

export function isViewOnce({ functions, itemIndex }: OperationCall): boolean {
	return booleanOf(functions, itemIndex, 'options.viewOnce', 'View Once');
}

/** What images and videos show: they differ in nothing but the file. */
export function pictureProperties(what: string, placeholder: string): INodeProperties[] {
	return [
		recipientProperty,
		...fileProperties(what, placeholder),
		captionProperty,
		sendOptionsProperty([viewOnceOption, ...mentionOptions]),
	];
}

export async function sendPicture(call: OperationCall, type: 'image' | 'video'): Promise<Outcome> {
	const said = {
		caption: captionOf(call),
		viewOnce: isViewOnce(call),
		...mentionsOf(call.functions, call.itemIndex),
	};
	return await sendFile(call, { kind: type }, ({ mediaId }) => ({ type, mediaId, ...said }));
}

/** Hands the file that the fields name to the engine, and queues the message that `contentOf` makes of it. */
export async function sendFile(
	call: OperationCall,
	media: StoreMedia,
	contentOf: (stored: StoredMedia) => MessageContent,
	presence?: Presence,
): Promise<Outcome> {
	const prepare = async () => {
		const stored = await storeFile(call, media, await fileOf(call.functions, call.itemIndex));
		return { content: contentOf(stored), note: stored.note };
	};
	return await send(call, prepare, presence);
}

/** Hands a file to the engine, for the message that is queued next. */
export async function storeFile(
	{ storeMedia }: OperationCall,
	media: StoreMedia,
	{ content, details }: SourceFile,
): Promise<StoredMedia> {
	return await storeMedia({ ...details, ...media }, content);
}
