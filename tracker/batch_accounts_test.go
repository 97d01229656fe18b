package tracker

import (
	"fmt"
	"reflect"
	"testing"
)

// A batch with an account in every place that the types allow: a place that is
// added later and forgotten in EachAccount fails here.
func TestEachAccountFindsEveryAccount(t *testing.T) {
	var b Batch
	want := fillAccounts(reflect.ValueOf(&b).Elem(), 0)
	got := map[string]bool{}
	b.EachAccount(func(a *Account) { got[a.Login] = true })
	if len(got) != want || want == 0 {
		t.Errorf("got %d accounts, want %d", len(got), want)
	}
	(&Batch{Threads: make([]Thread, 1)}).EachAccount(func(a *Account) { t.Errorf("a zero account was named: %+v", a) })
}

// fillAccounts makes every list one long and every pointer set, gives each
// account a login of its own, and returns how many there are.
func fillAccounts(v reflect.Value, n int) int {
	if account, ok := v.Addr().Interface().(*Account); ok {
		account.Login = fmt.Sprint(n)
		return n + 1
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				n = fillAccounts(v.Field(i), n)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		n = fillAccounts(v.Index(0), n)
	case reflect.Pointer:
		if v.Type().Elem().Kind() == reflect.Struct && v.Type() != reflect.TypeFor[*ThreadRef]() {
			v.Set(reflect.New(v.Type().Elem()))
			n = fillAccounts(v.Elem(), n)
		}
	}
	return n
}
