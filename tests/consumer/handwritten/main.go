// Command handwritten makes the call that consumer makes, with net/http and encoding/json alone.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"
)

func main() {
	body, err := json.Marshal(struct {
		Direction       string `json:"direction"`
		SecurityGroupID string `json:"security_group_id"`
	}{"ingress", "00000000-0000-4000-8000-000000000000"})
	if err != nil {
		fmt.Println(err)
		return
	}
	const address = "https://api.gcore.com/cloud/v1/securitygrouprules/1/2/00000000-0000-4000-8000-000000000000"
	req, err := http.NewRequest(http.MethodPut, address, bytes.NewReader(body))
	if err != nil {
		fmt.Println(err)
		return
	}
	req.Header.Set("Authorization", "apikey "+os.Getenv("GCORE_API_KEY"))
	req.Header.Set("Content-Type", "application/json")
	client := http.Client{Timeout: time.Minute}
	resp, err := client.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	var rule struct {
		ID        string `json:"id"`
		Direction string `json:"direction"`
		CreatedAt string `json:"created_at"`
	}
	err = json.NewDecoder(resp.Body).Decode(&rule)
	fmt.Println(resp.Status, rule, err)
}
