/**
 * Opens a data channel to the answerer, another process. Start both in any order:
 *
 *     yarn dev
 *     yarn offerer
 *     yarn answerer
 */
import { Meeting } from "./meeting.ts";
import { talk } from "./talk.ts";

const meeting = new Meeting({ selfId: "offerer", otherId: "answerer" });

meeting.onMet = () => talk(meeting, meeting.connection.createDataChannel("talk"));

meeting.begin();
