// Routes finds the shortest way by road between two cities of the table that is built in.
package main

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"routes/scf"
)

//go:embed roads.csv
var table string

type question struct {
	From  string   `json:"from"`
	To    string   `json:"to"`
	Avoid []string `json:"avoid"`
}

type answer struct {
	Summary    string   `json:"summary"`
	Kilometres int      `json:"kilometres"`
	Route      []string `json:"route"`
	Visited    int      `json:"visited"`
}

func main() {
	started := time.Now()
	roads, err := read(table)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d cities read in %s\n", len(roads), time.Since(started))
	scf.Start(func(_ context.Context, asked question) (*answer, error) {
		route, kilometres, visited, err := roads.shortest(asked.From, asked.To, asked.Avoid)
		if err != nil {
			return nil, err
		}
		fmt.Printf("%s to %s: %d cities looked at\n", asked.From, asked.To, visited)
		return &answer{fmt.Sprintf("%d km: %s", kilometres, strings.Join(route, ", ")), kilometres, route, visited}, nil
	})
}
