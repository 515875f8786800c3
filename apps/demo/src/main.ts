import "./elements/demo-app.ts";
