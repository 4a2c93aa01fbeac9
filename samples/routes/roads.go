package main

import (
	"container/heap"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

// network has the distance in kilometres from each city to those that a road leads to.
type network map[string]map[string]int

func read(table string) (network, error) {
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		return nil, err
	}
	roads := network{}
	for _, row := range rows[1:] {
		kilometres, err := strconv.Atoi(row[2])
		if err != nil {
			return nil, err
		}
		roads.add(row[0], row[1], kilometres)
		roads.add(row[1], row[0], kilometres)
	}
	return roads, nil
}

func (roads network) add(from, to string, kilometres int) {
	if roads[from] == nil {
		roads[from] = map[string]int{}
	}
	roads[from][to] = kilometres
}

// shortest is Dijkstra's search: the nearest city that was not looked at comes next, until it is the one that was asked for.
func (roads network) shortest(from, to string, avoid []string) (route []string, kilometres, visited int, err error) {
	for _, city := range []string{from, to} {
		if roads[city] == nil {
			return nil, 0, 0, fmt.Errorf("no road of the table leads to %q", city)
		}
	}
	done := map[string]bool{}
	for _, city := range avoid {
		done[city] = true
	}
	before := map[string]string{}
	waiting := &queue{{city: from}}
	for waiting.Len() > 0 {
		next := heap.Pop(waiting).(stop)
		if done[next.city] {
			continue
		}
		done[next.city] = true
		visited++
		before[next.city] = next.before
		if next.city == to {
			return trace(before, to), next.kilometres, visited, nil
		}
		for city, distance := range roads[next.city] {
			if !done[city] {
				heap.Push(waiting, stop{city, next.city, next.kilometres + distance})
			}
		}
	}
	return nil, 0, visited, fmt.Errorf("there is no way from %s to %s", from, to)
}

func trace(before map[string]string, city string) []string {
	if city == "" {
		return nil
	}
	return append(trace(before, before[city]), city)
}

type stop struct {
	city, before string
	kilometres   int
}

type queue []stop

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].kilometres < q[j].kilometres }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(stop)) }
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
