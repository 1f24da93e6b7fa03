/**
 * The samples in Z-API's documentation of its webhooks (Z-API/z-api-docs at 7021b82, docs/webhooks), by their headings there:
 * the names of their fields, and the types of their values.
 */

type Type = 'string' | 'number' | 'boolean';

/**
 * `null` is what is null in the sample and a text elsewhere. `url` is the address of a file or a picture, which is null with us:
 * nothing hosts them.
 */
export type Shape = Type | 'null' | 'url' | readonly Shape[] | { readonly [name: string]: Shape };

/** Fields that are a text, a number or a truth in all samples that have them. */
const FIELDS = {
	...{ isStatusReply: 'boolean', waitingMessage: 'boolean', isEdit: 'boolean', isGroup: 'boolean' },
	...{ isNewsletter: 'boolean', fromMe: 'boolean', broadcast: 'boolean', forwarded: 'boolean' },
	...{ fromApi: 'boolean', viewOnce: 'boolean', momment: 'number', instanceId: 'string' },
	...{ messageId: 'string', phone: 'string', connectedPhone: 'string', senderLid: 'string' },
	...{ chatLid: 'string', status: 'string', chatName: 'string', senderName: 'string' },
	...{ senderPhoto: 'url', photo: 'url', participantPhone: 'null', participantLid: 'null' },
	...{ type: 'string', referenceMessageId: 'null', messageExpirationSeconds: 'number' },
	...{ notification: 'string', externalAdReply: 'null', callId: 'null', expiresAt: 'null' },
	...{ code: 'null', requestMethod: 'string', linkMode: 'string', profileName: 'string' },
	...{ updatedPhoto: 'url' },
} as const satisfies Record<string, Shape>;

type Field = keyof typeof FIELDS;

/** @param names of fields, with spaces between */
function fields(names: string, more: Record<string, Shape> = {}): Record<string, Shape> {
	return {
		...Object.fromEntries(names.split(' ').map((name) => [name, FIELDS[name as Field]])),
		...more,
	};
}

const EVERYWHERE =
	'isGroup isNewsletter instanceId phone fromMe momment status senderName photo broadcast type';
const WRITTEN = `${EVERYWHERE} messageId connectedPhone isStatusReply waitingMessage isEdit senderPhoto`;
const MESSAGE = `${WRITTEN} chatName senderLid participantPhone participantLid`;
const TEMPLATE = `${WRITTEN} chatName chatLid participantLid forwarded fromApi`;
const ANSWER = `${MESSAGE} forwarded`;
const NOTICE = `${EVERYWHERE} connectedPhone senderPhoto externalAdReply forwarded notification callId referenceMessageId`;
const OF_GROUP = `${NOTICE} messageId chatName expiresAt participantPhone code`;
const OF_CALL = `${NOTICE} messageId chatName isStatusReply senderLid waitingMessage isEdit`;
const OF_ACCOUNT = `${NOTICE} expiresAt code`;

const URL_OF_FILE = 'url';
const image = (more: Record<string, Shape> = {}): Shape => ({
	...{ mimeType: 'string', imageUrl: URL_OF_FILE, thumbnailUrl: URL_OF_FILE, caption: 'string' },
	...{ width: 'number', height: 'number', viewOnce: 'boolean', ...more },
});
const document: Record<string, Shape> = {
	...{ documentUrl: URL_OF_FILE, mimeType: 'string', title: 'string', pageCount: 'number' },
	fileName: 'string',
};
const location: Record<string, Shape> = {
	longitude: 'number',
	latitude: 'number',
	address: 'string',
	url: 'string',
};
const referencedMessage: Record<string, Shape> = {
	...{ messageId: 'string', fromMe: 'boolean', phone: 'string', participant: 'null' },
};
const template = (header: Shape, buttons: readonly Shape[] = []): Record<string, Shape> => ({
	hydratedTemplate: {
		...{ header, message: 'string', footer: 'string', title: 'string', templateId: 'string' },
		hydratedButtons: buttons,
	},
});
const buttonsMessage: Shape = {
	...{ imageUrl: URL_OF_FILE, videoUrl: URL_OF_FILE, message: 'string' },
	buttons: [{ buttonId: 'string', type: 'number', buttonText: { displayText: 'string' } }],
};
const urlButton: Shape = { index: 'number', urlButton: { displayText: 'string', url: 'string' } };
const quickReplyButton: Shape = {
	...{ index: 'number', quickReplyButton: { displayText: 'string', id: 'string' } },
};
const card: Shape = {
	...{ header: { image: image() }, message: 'string', footer: 'string', title: 'string' },
	hydratedButtons: [urlButton, quickReplyButton],
};
const orderDetails: Record<string, Shape> = {
	...{ currency: 'string', referenceId: 'string', orderRequestId: 'string', total: 'number' },
	...{ orderStatus: 'string', paymentStatus: 'string', subTotal: 'number', discount: 'number' },
	...{ shipping: 'number', tax: 'number' },
	products: [
		{
			...{ name: 'string', quantity: 'number', isCustomItem: 'boolean', productId: 'string' },
			value: 'number',
		},
	],
};
/** What became of the money is null with us: linked devices are not told. */
const paymentInfo: Shape = {
	...{ receiverPhone: 'null', value: 'null', currencyCode: 'null' },
	...{ status: 'null', transactionStatus: 'null' },
};
const presence: Shape = {
	...{ type: 'string', phone: 'string', status: 'string', lastSeen: 'null', instanceId: 'string' },
};
const messageStatus: Shape = {
	...{ instanceId: 'string', status: 'string', ids: ['string'], momment: 'number' },
	...{ phoneDevice: 'number', phone: 'string', type: 'string', isGroup: 'boolean' },
};

/** on-message-received.md */
const RECEIVED = {
	texto: fields(MESSAGE, {
		text: {
			...{ message: 'string', description: 'string', title: 'string', url: 'string' },
			thumbnailUrl: URL_OF_FILE,
		},
	}),
	'template de texto': fields(TEMPLATE, template({})),
	reação: fields(MESSAGE, {
		reaction: { value: 'string', time: 'number', reactionBy: 'string', referencedMessage },
	}),
	'texto (Lista de Botão)': fields(ANSWER, {
		referenceMessageId: 'string',
		buttonsResponseMessage: { buttonId: 'string', message: 'string' },
	}),
	'template de botão OTP': fields(TEMPLATE, template({}, [urlButton])),
	'botão de chave pix': fields(TEMPLATE, {
		pixKeyMessage: {
			...{ currency: 'string', referenceId: 'string', key: 'string', keyType: 'string' },
			merchantName: 'string',
		},
	}),
	'botão com imagem': fields(TEMPLATE, { buttonsMessage }),
	'botão com video': fields(TEMPLATE, { buttonsMessage }),
	'texto (Lista de Opcão)': fields(ANSWER, {
		referenceMessageId: 'string',
		listResponseMessage: { message: 'string', title: 'string', selectedRowId: 'string' },
	}),
	carrosel: fields(TEMPLATE, { carouselMessage: { text: 'string', cards: [card] } }),
	'texto vindos de anúncio': fields(
		`${WRITTEN} chatName senderLid messageExpirationSeconds forwarded`,
		{
			externalAdReply: {
				...{ title: 'string', body: 'string', mediaType: 'number', thumbnailUrl: 'string' },
				...{ sourceType: 'string', sourceId: 'string', ctwaClid: 'string', sourceUrl: 'string' },
				...{ containsAutoReply: 'boolean', renderLargerThumbnail: 'boolean' },
				showAdAttribution: 'boolean',
			},
			text: {
				...{ message: 'string', description: 'string', title: 'string', url: 'string' },
				thumbnailUrl: URL_OF_FILE,
			},
		},
	),
	imagem: fields(MESSAGE, { image: image({ downloadError: 'null' }) }),
	'template de imagem': fields(TEMPLATE, template({ image: image() })),
	áudio: fields(MESSAGE, {
		audio: {
			...{ ptt: 'boolean', seconds: 'number', audioUrl: URL_OF_FILE, mimeType: 'string' },
			viewOnce: 'boolean',
		},
	}),
	vídeo: fields(MESSAGE, {
		video: {
			...{ videoUrl: URL_OF_FILE, caption: 'string', mimeType: 'string', seconds: 'number' },
			viewOnce: 'boolean',
		},
	}),
	'template de vídeo': fields(
		TEMPLATE,
		template({
			video: {
				...{ videoUrl: URL_OF_FILE, caption: 'string', mimeType: 'string', width: 'number' },
				...{ height: 'number', seconds: 'number', viewOnce: 'boolean' },
			},
		}),
	),
	PTV: fields(`${WRITTEN} chatName senderLid participantPhone messageExpirationSeconds forwarded`, {
		video: { videoUrl: URL_OF_FILE, caption: 'string', mimeType: 'string' },
	}),
	contato: fields(MESSAGE, {
		contact: { displayName: 'string', vCard: 'string', phones: ['string'] },
	}),
	documento: fields(MESSAGE, { document }),
	'template de documento': fields(
		TEMPLATE,
		template({ document: { caption: 'null', ...document } }),
	),
	localização: fields(MESSAGE, { location }),
	'template de localização': fields(
		TEMPLATE,
		template({ location: { ...location, name: 'string' } }),
	),
	sticker: fields(MESSAGE, { sticker: { stickerUrl: URL_OF_FILE, mimeType: 'string' } }),
	GIF: fields(MESSAGE, {
		video: { videoUrl: URL_OF_FILE, caption: 'string', mimeType: 'string' },
	}),
	'pagamento feito': fields(MESSAGE, {
		requestPayment: {
			...{ value: 'number', currencyCode: 'string', expiration: 'number' },
			...{ requestPhone: 'string', paymentInfo },
		},
	}),
	'pedido de pagamento': fields(`${EVERYWHERE} messageId connectedPhone isStatusReply`, {
		...fields('waitingMessage isEdit chatName senderLid participantPhone notification'),
		notificationParameters: ['string', 'string', 'string'],
	}),
	'recebimento de pagamento': fields(MESSAGE, { sendPayment: { paymentInfo } }),
	'ligação recebida': fields(OF_CALL, { notificationParameters: [] }),
	'ligação perdida': fields(OF_CALL, { notificationParameters: [] }),
	'solicitação de entrada em grupo através de um link de convite': fields(
		`${OF_GROUP} requestMethod`,
		{ notificationParameters: ['string'] },
	),
	'solicitação de entrada em grupo revogada pelo usuário': fields(OF_GROUP, {
		notificationParameters: ['string'],
	}),
	'solicitação de entrada em grupo adicionado por um participante': fields(
		`${OF_GROUP} requestMethod`,
		{ notificationParameters: ['string', 'string'] },
	),
	'admin promovido a um canal': fields(`${OF_CALL} participantPhone`, {
		notificationParameters: ['string', 'string'],
	}),
	'admin removido de um canal': fields(`${OF_CALL} participantPhone`, {
		notificationParameters: ['string', 'string'],
	}),
	produto: fields(`${WRITTEN} senderLid participantPhone participantLid`, {
		product: {
			...{ productImage: URL_OF_FILE, businessOwnerJid: 'string', currencyCode: 'string' },
			...{ productId: 'string', description: 'string', productImageCount: 'number' },
			...{ price: 'number', url: 'string', retailerId: 'string', firstImageId: 'string' },
			title: 'string',
		},
	}),
	carrinho: fields(`${WRITTEN} chatName senderLid forwarded`, {
		order: {
			...{ itemCount: 'number', orderId: 'string', message: 'string', orderTitle: 'string' },
			...{ sellerJid: 'string', thumbnailUrl: URL_OF_FILE, token: 'string', currency: 'string' },
			...{ total: 'number', subTotal: 'number' },
			products: [
				{
					...{ quantity: 'number', name: 'string', productId: 'string', retailerId: 'string' },
					...{ price: 'number', currencyCode: 'string' },
				},
			],
		},
	}),
	enquete: fields(MESSAGE, {
		poll: { question: 'string', pollMaxOptions: 'number', options: [{ name: 'string' }] },
	}),
	'resposta de enquete': fields(`${WRITTEN} chatName senderLid participantPhone`, {
		pollVote: { pollMessageId: 'string', options: [{ name: 'string' }] },
	}),
	'envio de pedido': fields(MESSAGE, { reviewAndPay: { type: 'string', ...orderDetails } }),
	'atualização de pedido': fields(MESSAGE, { reviewOrder: orderDetails }),
	'convite admin de canal': fields(MESSAGE, {
		newsletterAdminInvite: {
			...{ newsletterId: 'string', newsletterName: 'string', text: 'string' },
			inviteExpiration: 'number',
		},
	}),
	'fixar mensagem': fields(MESSAGE, {
		pinMessage: { action: 'string', pinDurationInSecs: 'number', referencedMessage },
	}),
	evento: fields(MESSAGE, {
		event: {
			...{ name: 'string', description: 'string', canceled: 'boolean', joinLink: 'string' },
			...{ scheduleTime: 'number', location: {} },
		},
	}),
	'resposta de evento': fields(MESSAGE, {
		eventResponse: {
			...{ response: 'string', responseFrom: 'string', time: 'number' },
			referencedMessage: { ...referencedMessage, participant: 'string' },
		},
	}),
	'aguardando mensagem': fields(
		`${EVERYWHERE} messageId chatName senderPhoto participantLid waitingMessage viewOnce`,
	),
	'alteração do Nome do Whatsapp conectado': fields(`${OF_ACCOUNT} profileName`, {
		chatName: 'null',
	}),
	'alteração da foto do Whatsapp conectado': fields(`${OF_ACCOUNT} updatedPhoto`, {
		chatName: 'null',
	}),
	'alteração de etiquetas de um chat': fields(OF_ACCOUNT, {
		chatName: 'null',
		notificationParameters: [{ phone: 'string', label: 'string', assigned: 'boolean' }],
	}),
	'resposta de status': fields(
		`${WRITTEN} chatName senderLid messageExpirationSeconds forwarded fromApi`,
		{
			referenceMessageId: 'string',
			text: { message: 'string' },
			statusImage: {
				...{ imageUrl: URL_OF_FILE, thumbnailUrl: URL_OF_FILE, caption: 'string' },
				...{ mimetype: 'string', viewOnce: 'boolean', width: 'number', height: 'number' },
			},
		},
	),
	'quando a mensagem é enviada para uma lista de transmissão': fields(
		`${WRITTEN} chatName participantPhone participantLid messageExpirationSeconds forwarded fromApi`,
		{ chatLid: 'null', broadcastRecipients: ['string', 'string'], text: { message: 'string' } },
	),
	'Acesso ao link de convite limitado a administradores': fields(
		`${OF_GROUP} participantLid linkMode`,
		{ chatLid: 'null', notificationParameters: [] },
	),
	'Acesso ao link de convite a todos os membros': fields(`${OF_GROUP} participantLid linkMode`, {
		...{ chatLid: 'null', notificationParameters: [] },
	}),
} satisfies Record<string, Shape>;

/** The other webhooks, by the names of their files. */
const OTHERS = {
	'on-message-send': {
		...{ phone: 'string', zaapId: 'string', messageId: 'string', type: 'string' },
		instanceId: 'string',
	},
	'on-whatsapp-message-status-changes: SENT': messageStatus,
	'on-whatsapp-message-status-changes: RECEIVED': messageStatus,
	'on-whatsapp-message-status-changes: READ': messageStatus,
	'on-whatsapp-message-status-changes: READ_BY_ME': messageStatus,
	'on-whatsapp-message-status-changes: PLAYED': messageStatus,
	'on-chat-presence: UNAVAILABLE': presence,
	'on-chat-presence: AVAILABLE': presence,
	'on-chat-presence: COMPOSING': presence,
	'on-chat-presence: PAUSED': presence,
	'on-chat-presence: RECORDING': presence,
	'on-webhook-connected': {
		...{ type: 'string', connected: 'boolean', momment: 'number', instanceId: 'string' },
		phone: 'string',
	},
	'on-whatsapp-disconnected': {
		...{ momment: 'number', error: 'string', disconnected: 'boolean', type: 'string' },
		instanceId: 'string',
	},
} as const satisfies Record<string, Shape>;

export const SAMPLES = { ...RECEIVED, ...OTHERS };
export type SampleName = keyof typeof SAMPLES;

/**
 * All that Z-API documents under `notification` (on-message-received.md: its field `notification`, and the examples of its
 * "Notification Response"). Of those without a sample it shows no body.
 */
export const NOTIFICATIONS = [
	...[
		'GROUP_CREATE',
		'GROUP_PARTICIPANT_ADD',
		'GROUP_PARTICIPANT_REMOVE',
		'GROUP_PARTICIPANT_LEAVE',
	],
	...['MEMBERSHIP_APPROVAL_REQUEST', 'REVOKED_MEMBERSHIP_REQUESTS'],
	...['GROUP_MEMBER_LINK_PROPERTY_UPDATE', 'CALL_VOICE', 'CALL_MISSED_VOICE', 'CALL_MISSED_VIDEO'],
	...['REVOKE', 'CIPHERTEXT', 'E2E_ENCRYPTED', 'BLUE_MSG_SELF_PREMISE_UNVERIFIED'],
	...[
		'BLUE_MSG_SELF_PREMISE_VERIFIED',
		'BIZ_MOVE_TO_CONSUMER_APP',
		'PAYMENT_ACTION_REQUEST_DECLINED',
	],
	...['PROFILE_NAME_UPDATED', 'PROFILE_PICTURE_UPDATED', 'CHAT_LABEL_ASSOCIATION'],
	...['NEWSLETTER_ADMIN_PROMOTE', 'NEWSLETTER_ADMIN_DEMOTE'],
];

/** Of one that somebody's chat gets, as the sample of a call shows. */
export const OF_CHAT = fields(OF_CALL, { notificationParameters: [] });

/** Where a body is not as the sample: the paths of its fields. */
export function misfits(body: unknown, shape: Shape, path = ''): string[] {
	if (typeof shape === 'string') return fits(body, shape) ? [] : [`${path}: ${shape}`];
	if (Array.isArray(shape)) {
		const items = body as unknown[];
		if (!Array.isArray(items) || items.length !== shape.length) return [`${path}: a list`];
		return shape.flatMap((one, index) => misfits(items[index], one, `${path}[${index}]`));
	}
	if (typeof body !== 'object' || body === null) return [`${path}: an object`];
	return Object.entries(shape).flatMap(([name, one]) =>
		misfits((body as Record<string, unknown>)[name], one, path ? `${path}.${name}` : name),
	);
}

function fits(value: unknown, shape: Type | 'null' | 'url'): boolean {
	if (shape === 'url') return value === null;
	if (shape === 'null')
		return value === null || typeof value === 'string' || typeof value === 'number';
	return typeof value === shape;
}
