/**
 * The options of a test that connects two peers on werift (0.24). Its DTLS fails if a round trip takes longer than 0.5 s, for
 * example because both peers wait for a busy processor: it repeats a flight and then refuses the second answer.
 */
export const retried = { retry: 2 };
