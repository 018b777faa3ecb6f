package inbox

// WallTime is wallTime, for tests.
var WallTime = wallTime
