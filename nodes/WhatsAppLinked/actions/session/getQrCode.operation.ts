import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall, Outcome } from '../operation';
import { statusItem } from './status';

export const option: Operation['option'] = {
	name: 'Get QR Code',
	action: 'Get QR code to link number',
	description: 'Get a QR code as an image: whoever scans it with WhatsApp links their number',
};

export const description: INodeProperties[] = [
	{
		displayName:
			'Execute this step, then choose Binary and View in the output to see the QR code. On the phone, open WhatsApp > Linked devices > Link a device and scan it. A code is good for less than a minute: execute the step again for a fresh one.',
		name: 'qrCodeNotice',
		type: 'notice',
		default: '',
	},
];

const HOW_TO_SCAN =
	'On the phone, open WhatsApp > Linked devices > Link a device and scan the image. Should the phone say that it could not link the device, execute this step again at once and scan the new image. Run Session > Get Status to see whether it worked.';
const ALREADY_LINKED =
	'This number is linked already, so there is no QR code. Run Session > Log Out first to link another number.';

export async function execute({ functions, request }: OperationCall): Promise<Outcome> {
	const { png, text, expiresAt, status } = await request('session.linkByQr', {});
	if (png === null) {
		functions.addExecutionHints({ message: ALREADY_LINKED, location: 'outputPane' });
		return { output: [{ json: { ...statusItem(status).json, hint: ALREADY_LINKED } }] };
	}

	functions.addExecutionHints({ message: HOW_TO_SCAN, location: 'outputPane' });
	const image = await functions.helpers.prepareBinaryData(
		Buffer.from(png, 'base64'),
		'whatsapp-qr-code.png',
		'image/png',
	);
	return {
		output: [
			{
				json: { state: status.state, expiresAt, text, hint: HOW_TO_SCAN },
				binary: { data: image },
			},
		],
	};
}
