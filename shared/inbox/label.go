package inbox

// LabelIDBytes is how long a label's id is: as short as it can be, so that the
// rows of lists hold all labels of a conversation. It is unique in its audience.
const LabelIDBytes = 3
