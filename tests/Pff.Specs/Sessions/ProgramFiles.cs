namespace Pff.Specs.Sessions;

/// <summary>A program of several files: modules that use one another, a manifest with tests, a file of tests and a module with tests.</summary>
internal static class ProgramFiles
{
    /// <summary>The files that can be checked by themselves.</summary>
    public static string[] Roots { get; } = ["manifest.yaml", "manifest.tests.yaml", "main.pff", "common.pff"];

    public static Dictionary<string, string> All { get; } = new(StringComparer.Ordinal)
    {
        ["base.pff"] = """
            language 1

            use api crm

            type Msisdn = text matching "^55[0-9]{10,11}$"
            type Finding = { code: text, weight: int?, inner: Finding? }
            enum Outcome { Done, Nothing, other(text) }

            fn weight_of(f: Finding) -> int = f.weight ?? 1
            fn said(o: Outcome) = match o { Done => "done", Nothing => "nothing to do", other(x) => x }
            fn first_or<T>(xs: list<T>, fallback: T) -> T = xs.size() > 0 ? xs[0] : fallback
            fn makeFinding(code: text) -> Finding = { "code": code, "weight": 2, "inner": null }

            write method close(contract: text, reason: text?) -> ok
              = POST crm "/contracts/{contract}/close"
              body { why: reason }
              idempotent
              retry 1
              undo reopen(contract)

            write method reopen(contract: text) -> ok
              = POST crm "/contracts/{contract}/reopen"

            sequence note(customer_id: text, text: text) {
              create_note(customer_id, text)
            }

            """,
        ["common.pff"] = """
            language 1

            use api crm
            use "base.pff"

            use table Customers(msisdn: Msisdn, reason "Motivo": text?, limit: int = 3)

            rule is_broken(v: Validation)
              when len(v.business_errors) > 0
              because f"{len(v.business_errors)} errors"

            fn contract_of(c: Customer) -> Contract? = c.contracts.first()
            fn heavy(fs: list<Finding>) = fs.filter(f => weight_of(f) > 1)

            sequence close_first(customer: Customer, reason: text) {
              when contract_of(customer) != null {
                close(customer.id, reason)
              }
              note(customer.id, reason)
              return { outcome: said(Done) }
            }

            sequence look(row: Customers) {
              let customer = get_customer(row.msisdn)
              let note = "of " + row.msisdn
              assert customer.active code INACTIVE because f"{customer.id} is not active"
              return { id: customer.id, note: note }
            }

            """,
        ["main.pff"] = """
            language 1

            use api crm
            use "common.pff"
            use "base.pff"

            fn label(c: Customer) = f"{c.id} {first_or(c.phones, '')}"

            sequence fix(msisdn: Msisdn, reason: text?) {
              let customer = get_customer(msisdn)
              let validation = get_validation(raw_data: customer)
              when is_broken(validation) {
                close_first(customer, is_broken.because(validation))
              } else {
                note(customer.id, label(customer))
              }
              let found = heavy([makeFinding("E1")])
              on error NotFound => skip "gone"
              on error INACTIVE => skip "idle"
              return { found: size(found), said: said(Nothing) }
            }

            sequence other_one(msisdn: Msisdn) {
              let seen = fix(msisdn, "again")
              return { found: seen.found }
            }

            test "closes" {
              mock get_customer returns { id: "C1", active: true, contracts: [ { id: "K1", status: "Active" } ] }
              mock get_validation returns { business_errors: [ { code: "E1" } ] }
              mock close ok
              mock create_note ok
              run fix("5511999990000")
              expect outcome succeeded
            }

            test "of another" {
              mock get_customer fails 404
              run other_one({ msisdn: "5511999990000" })
              expect outcome skipped
            }

            """,
        ["manifest.yaml"] = """
            version: "1.0"
            uses: [common.pff, base.pff]
            sequences:
              fix:
                - method: get_customer
                  args: { msisdn: "{{msisdn}}" }
                  save_as: customer
                - method: get_validation
                  args: { raw_data: "{{customer}}" }
                  save_as: validation
                - when: "{{is_broken(validation)}}"
                  method: close
                  args: { contract: "{{contract_of(customer)?.id ?? 'none'}}", reason: "{{is_broken.because(validation)}}" }
                - call: close_first
                  args: { customer: "{{customer}}", reason: again }
                  save_as: closed
                - return: { outcome: "{{closed.outcome}}" }
              weigh:
                - let: { found: "{{heavy([makeFinding('E1'), makeFinding('E2')])}}" }
                - let: { first: "{{first_or(found, makeFinding('none'))}}" }
                - return: { weight: "{{weight_of(first)}}", said: "{{said('Done')}}" }
              plain:
                - let: { text: "note of {{reason}}" }
                - when: "{{text == 'x'}}"
                  fail: "no x"
                  else: { assert: "{{text != 'y'}}", code: OTHER, message: "other" }
              calls:
                - call: fix
                  args: { msisdn: "{{msisdn}}" }
                  save_as: fixed
                  on_error:
                    OTHER: { skip: "of course" }
                - return: { of: "{{fixed.outcome}}" }
            tests:
              "fixes":
                run: fix
                with: { msisdn: "5511999990000" }
                mocks:
                  get_customer: { returns_file: mocks/customer.json }
                  get_validation: { returns: { business_errors: [ { code: E1 } ] } }
                  close: { returns: {} }
                  create_note: { returns: {} }
                expect:
                  returns: { outcome: done }
                  that: "{{ size(writes) == 3 }}"
              "weighs":
                run: weigh
                with: {}
                expect: { returns: { weight: 2 }, that: "{{ returned.said == said('Done') }}" }

            """,
        ["manifest.tests.yaml"] = """
            version: "1.0"
            tests_of: manifest.yaml
            tests:
              "refuses":
                run: plain
                with: { reason: x }
                expect: { outcome: failed, code: OTHER }
              "calls":
                run: calls
                with: { msisdn: "5511999990000" }
                mocks:
                  get_customer: { returns_file: mocks/customer.json }
                  get_validation: { returns: { business_errors: [] } }
                  close: { returns: {} }
                  create_note: [ { fails: 503, when: "{{args.text == 'again'}}" }, { returns: {} } ]
                expect:
                  writes: [ { close: { reason: again } }, { create_note: { text: again } } ]

            """,
        ["mocks/customer.json"] = """
            { "id": "C1", "active": true, "contracts": [ { "id": "K1", "status": "Active" } ] }

            """,
    };
}
