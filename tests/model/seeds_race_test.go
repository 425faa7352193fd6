//go:build race

package model

// defaultSeeds is smaller under the race detector, which makes a run ten times as slow and has [TestCrowd] to look
// at.
const defaultSeeds = 200
