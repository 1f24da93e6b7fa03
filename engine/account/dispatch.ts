/** What is done for each event of a union. */
export type Handlers<Event extends { type: string }> = {
	readonly [T in Event['type']]: (event: Extract<Event, { type: T }>) => void | Promise<void>;
};

export function dispatch<Event extends { type: string }>(
	handlers: Handlers<Event>,
	event: Event,
): void | Promise<void> {
	// The table pairs each type with its own event; TypeScript cannot follow that through a union of types.
	return (handlers[event.type as Event['type']] as (event: Event) => void | Promise<void>)(event);
}
