namespace Pff.Specs.Reliability.BadInputs;

/// <summary>Answers of an API, each given to the row of its number; all of them come from one run.</summary>
internal static class BadAnswers
{
    /// <summary>What is bad, and the keys of a mock's route that does it. The first ones are of the read, the others of the write.</summary>
    public static (string What, string Route)[] OfRead { get; } =
    [
        ("a read that gives 404", "respond: { status: 404, json: { message: no such contract } }"),
        ("a read that gives 401", "respond: { status: 401, text: '' }"),
        ("a read that gives 500 at every attempt", "respond: { status: 500, text: oops }"),
        ("a read that is redirected", "respond: { status: 302, text: '', headers: { Location: http://elsewhere.test/ } }"),
        ("a read that gives HTML", "respond: { text: <html>Login</html>, headers: { Content-Type: text/html } }"),
        ("a read that gives JSON which is cut off", "{ respond: { json: { status: Active, amount: 3 } }, faults: [ { garbage: true } ] }"),
        ("a read that gives another type than the catalogue says", "respond: { json: { status: Active, amount: many } }"),
        ("a read that lacks a field which the row needs", "respond: { json: { status: Active } }"),
        ("a read that gives more than the limit", $"respond: {{ json: {{ status: {new string('x', 70_000)}, amount: 3 }} }}"),
        ("a read whose connection breaks at every attempt", "{ respond: { text: '' }, faults: [ { drop: before } ] }"),
        ("a read that does not answer in time", "{ respond: { text: '' }, faults: [ { hang: 20s } ] }"),
    ];

    public static (string What, string Route)[] OfWrite { get; } =
    [
        ("a write that gives 409", "respond: { status: 409, json: { message: the contract is locked } }"),
        ("a write that gives 500", "respond: { status: 500, text: oops }"),
        ("a write whose connection breaks", "{ respond: { text: '' }, faults: [ { drop: after } ] }"),
        ("a write that does not answer in time", "{ respond: { text: '' }, faults: [ { hang: 20s } ] }"),
    ];
}
