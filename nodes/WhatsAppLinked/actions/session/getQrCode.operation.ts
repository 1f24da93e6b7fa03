import { notice } from '../../../shared/fields';
import { operationOf } from '../define-operation';

const HOW_TO_SCAN =
	'On the phone, open WhatsApp > Linked devices > Link a device and scan the image. Should the phone say that it could not link the device, execute this step again at once and scan the new image. Run Session > Get Status to see whether it worked.';
const ALREADY_LINKED =
	'This number is linked already, so there is no QR code. Run Session > Log Out first to link another number.';

export const getQrCode = operationOf({
	option: {
		name: 'Get QR Code',
		action: 'Get QR code to link number',
		description: 'Get a QR code as an image: whoever scans it with WhatsApp links their number',
	},
	fields: {
		qrCodeNotice: notice(
			'Execute this step, then choose Binary and View in the output to see the QR code. On the phone, open WhatsApp > Linked devices > Link a device and scan it. A code is good for less than a minute: execute the step again for a fresh one.',
		),
	},
	async execute(_, { functions, request }) {
		const { png, text, expiresAt, status } = await request('session.linkByQr', {});
		const hint = png === null ? ALREADY_LINKED : HOW_TO_SCAN;
		functions.addExecutionHints({ message: hint, location: 'outputPane' });
		if (png === null) return { output: [{ json: { ...status, hint } }] };

		const data = await functions.helpers.prepareBinaryData(
			Buffer.from(png, 'base64'),
			'whatsapp-qr-code.png',
			'image/png',
		);
		return { output: [{ json: { state: status.state, expiresAt, text, hint }, binary: { data } }] };
	},
});
