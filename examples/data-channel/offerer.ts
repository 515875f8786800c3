/**
 * Opens a data channel to the answerer, another process. Start both in any order:
 *
 *     npm run dev
 *     npm run offerer
 *     npm run answerer
 */
import { Meeting } from "./meeting.ts";
import { talk } from "./talk.ts";

const meeting = new Meeting({ selfId: "offerer", otherId: "answerer" });

meeting.onMet = () => talk(meeting, meeting.connection.createDataChannel("talk"));

meeting.begin();
