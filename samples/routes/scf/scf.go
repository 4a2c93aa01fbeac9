// Package scf runs a handler as a Go1 function: the platform calls the program over net/rpc on the port that it names.
//
// It needs nothing but the standard library. Programs written with the public library of the SCF work unchanged and need no such package.
package scf

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/rpc"
	"os"
	"reflect"
	"runtime"
	"time"
)

// The messages of the SCF interface.
type (
	PingRequest  struct{}
	PingResponse struct{}

	Timestamp struct{ Seconds, Nanos int64 }

	InvokeRequest struct {
		Payload                                                []byte
		RequestId, TraceId                                     string
		Deadline                                               Timestamp
		InvokedFunctionUnique                                  string
		ClientContext                                          []byte
		Namespace, FunctionName, FunctionVersion               string
		MemoryLimitInMb, TimeLimitInMs                         int32
		Environment                                            string
		TencentcloudRegion, TencentcloudAppID, TencentcloudUin string
		FunctionTrace                                          string
	}

	Frame struct {
		Path  string
		Line  int32
		Label string
	}

	Failure struct {
		Message, Type string
		StackTrace    []*Frame
		ShouldExit    bool
	}

	InvokeResponse struct {
		Payload []byte
		Error   *Failure
	}
)

type requestKey struct{}

// Request returns the request that a handler's context belongs to.
func Request(ctx context.Context) *InvokeRequest {
	request, _ := ctx.Value(requestKey{}).(*InvokeRequest)
	return request
}

// Function is what the platform calls.
type Function struct {
	handle func(context.Context, []byte) (any, error)
}

// Ping answers when the program is ready.
func (f *Function) Ping(_ *PingRequest, _ *PingResponse) error { return nil }

// Invoke runs the handler once. A panic fails the call and asks the platform for a new process.
func (f *Function) Invoke(request *InvokeRequest, response *InvokeResponse) error {
	defer func() {
		if reason := recover(); reason != nil {
			response.Error = &Failure{Message: fmt.Sprint(reason), Type: typeName(reason), StackTrace: stack(), ShouldExit: true}
		}
	}()
	ctx, cancel := context.WithDeadline(context.WithValue(context.Background(), requestKey{}, request), time.Unix(request.Deadline.Seconds, request.Deadline.Nanos))
	defer cancel()
	result, err := f.handle(ctx, request.Payload)
	if err == nil {
		response.Payload, err = json.Marshal(result)
	}
	if err != nil {
		response.Error = &Failure{Message: err.Error(), Type: typeName(err)}
	}
	return nil
}

// Start serves the platform with the handler, for good.
func Start[In, Out any](handler func(context.Context, In) (Out, error)) {
	function := &Function{func(ctx context.Context, payload []byte) (any, error) {
		var event In
		if err := json.Unmarshal(payload, &event); err != nil {
			return nil, err
		}
		return handler(ctx, event)
	}}
	if err := rpc.RegisterName("Function", function); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "0.0.0.0:"+os.Getenv("_LAMBDA_SERVER_PORT"))
	if err != nil {
		log.Fatal(err)
	}
	rpc.Accept(listener)
}

func typeName(value any) string {
	t := reflect.TypeOf(value)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Name()
}

// Where the panic came from, without the runtime's own frames.
func stack() []*Frame {
	counters := make([]uintptr, 32)
	frames := runtime.CallersFrames(counters[:runtime.Callers(4, counters)])
	var found []*Frame
	for {
		frame, more := frames.Next()
		found = append(found, &Frame{frame.File, int32(frame.Line), frame.Function})
		if !more {
			return found
		}
	}
}
