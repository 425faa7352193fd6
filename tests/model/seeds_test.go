//go:build !race

package model

const defaultSeeds = 2000
