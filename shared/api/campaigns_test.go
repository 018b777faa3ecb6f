package api_test

import (
	"io"
	"net/http"
	"testing"

	"confab/shared/api"
)

func TestCampaignsAreListedPageByPage(t *testing.T) {
	a := api.New(newWorld().config(io.Discard))
	path, seen := "/v1/audiences/own/campaigns?limit=2", ""
	for range 2 {
		var page api.CampaignList
		call{as: "viewer", method: "GET", path: path}.to(t, a).into(t, http.StatusOK, &page)
		for _, c := range page.Campaigns {
			seen += c.ID
		}
		path = "/v1/audiences/own/campaigns?limit=2&cursor=" + page.NextCursor
	}
	if seen != "321" {
		t.Errorf("seen %q", seen)
	}
}
