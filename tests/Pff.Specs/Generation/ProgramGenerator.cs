namespace Pff.Specs.Generation;

/// <summary>
/// Manifests by chance: every kind of step, nested, over the methods of <see cref="GeneratedApis"/>. The same seed gives
/// the same program; the prefix decides how it calls what only it sees.
/// </summary>
/// <param name="chance">Where the program comes from.</param>
/// <param name="prefix">Before each name that only the program sees.</param>
/// <param name="countsDown">Whether a later name comes before an earlier one in the alphabet.</param>
internal sealed class ProgramGenerator(Random chance, string prefix, bool countsDown = false)
{
    private const int MaximumDepth = 3;

    private static readonly string[] Kinds = ["any", "not_found", "server_error", "conflict", "unknown", "evaluation", "assert", "http_429", "STOP"];

    private readonly List<string> _helpers = [];

    /// <summary>Those that a branch may call, because they neither skip nor undo.</summary>
    private readonly List<string> _helpersOfBranches = [];

    private int _names;

    /// <summary>How many parallel steps there are around, in which nothing may concern the whole row.</summary>
    private int _branches;

    /// <summary>The sequences of one program, the one to run last.</summary>
    public IEnumerable<(string Name, YamlTree Sequence)> Sequences(string name)
    {
        // So that handlers may name its code whatever else there is.
        yield return ($"{name}_stop", Step(("steps", new YamlTreeList(Step(("fail", new YamlTreeMap(false, ("code", Text("STOP")), ("message", Text("always")))))))));
        for (var i = chance.Next(3); i > 0; i--)
        {
            var helper = $"{name}_h{_helpers.Count}";
            var isOfBranches = chance.Next(2) == 0;
            _branches += isOfBranches ? 1 : 0;
            yield return (helper, Sequence());
            _branches = 0;
            _helpers.Add(helper);
            _helpersOfBranches.AddRange(isOfBranches ? [helper] : []);
        }

        yield return (name, Sequence());
    }

    private YamlTreeMap Sequence()
    {
        var scope = new List<string>();
        var steps = Steps(scope, 0, 1 + chance.Next(5));
        if (chance.Next(3) > 0)
        {
            steps.Items.Add(Step(("return", new YamlTreeMap(true, ("a", Text("{{n}}")), ("b", Text($"{{{{{Number(scope)}}}}}"))))));
        }

        var sequence = Step(
            ("inputs", new YamlTreeMap(false, ("id", Text("text")), ("n", Input()))),
            ("steps", steps));
        if (chance.Next(4) == 0)
        {
            sequence.Entries.Add(("on_error", Handlers(scope: [], MaximumDepth - 1)));
        }

        return sequence;
    }

    private YamlTree Input() => chance.Next(4) == 0
        ? new YamlTreeMap(false, ("type", Text("int")), ("required", new YamlTreePlain("true")), ("default", new YamlTreePlain("3")))
        : Text("int");

    private YamlTreeList Steps(List<string> scope, int depth, int count)
    {
        var list = new YamlTreeList();
        for (var i = 0; i < count; i++)
        {
            list.Items.Add(AnyStep(scope, depth));
        }

        return list;
    }

    private YamlTreeMap AnyStep(List<string> scope, int depth)
    {
        // What a step gives is not there behind it where the step may be left out: only plain steps add to the scope.
        var inner = new List<string>(scope);
        switch (chance.Next(depth >= MaximumDepth ? 7 : 16))
        {
            case <= 3:
                return Method(scope, depth);
            case 4:
                return Let(scope, depth);
            case 5:
                return Step(("assert", Condition(scope)), ("code", Text("STOP")), ("message", Text("stopped at {{n}}")));
            case 6:
                return Step(("when", Condition(scope)), Ending());
            case 7 or 8:
                var branch = Step(("when", Condition(scope)), ("steps", Steps(inner, depth + 1, 1 + chance.Next(3))));
                if (chance.Next(2) == 0)
                {
                    branch.Entries.Add(("else", Steps([.. scope], depth + 1, 1 + chance.Next(2))));
                }

                return branch;
            case 9:
                return Loop(scope, depth);
            case 10 when Callable is { Count: > 0 } callable:
                return Step(
                    ("call", Text(callable[chance.Next(callable.Count)])),
                    ("args", new YamlTreeMap(false, ("id", Text("{{id}}")), ("n", Text($"{{{{{Number(scope)}}}}}")))));
            case 11:
                return Parallel(scope, depth);
            case 12:
                return Retry(inner, depth);
            case 13:
                return Match(scope, depth);
            default:
                return Step(("steps", Steps(inner, depth + 1, 1 + chance.Next(3))), ("on_error", Handlers(scope, depth + 1)));
        }
    }

    /// <summary>A number, and perhaps other values beside it; or only those, with handlers.</summary>
    private YamlTreeMap Let(List<string> scope, int depth)
    {
        var data = new ValueGenerator(chance);
        var others = Enumerable.Range(0, Math.Max(0, chance.Next(5) - 2)).Select(_ => (Key: NewName(), Value: data.Any(chance.Next(2) == 0 ? null : Number(scope)))).ToList();
        if (others.Count > 0 && chance.Next(2) == 0 && depth < MaximumDepth)
        {
            return Step(("let", new YamlTreeMap(true, others)), ("on_error", Handlers(scope, depth + 1)));
        }

        var name = NewName();
        var let = Step(("let", new YamlTreeMap(true, others.Append((name, Text($"{{{{{Number(scope)} + {chance.Next(5)}}}}}"))))));
        scope.Add(name);
        return let;
    }

    private List<string> Callable => _branches > 0 ? _helpersOfBranches : _helpers;

    private YamlTreeMap Method(List<string> scope, int depth)
    {
        var method = GeneratedApis.Methods[chance.Next(GeneratedApis.Methods.Length)];
        var step = Step(("method", Text(method)), ("args", Arguments(chance.Next(2) == 0 ? "fixed" : $"{{{{{Number(scope)}}}}}")));
        if (GeneratedApis.Writes.Contains(method) && chance.Next(3) == 0)
        {
            var undo = GeneratedApis.Writes[chance.Next(GeneratedApis.Writes.Length)];
            var argument = chance.Next(3) switch { 0 => "fixed", 1 => "{{result.n}}", _ => $"{{{{{Number(scope)}}}}}" };
            step.Entries.Add(("undo_with", Step(("method", Text(undo)), ("args", Arguments(argument)))));
        }

        if (chance.Next(4) == 0 && depth < MaximumDepth)
        {
            step.Entries.Add(("on_error", Handlers(scope, depth + 1)));
        }
        else if (chance.Next(2) == 0)
        {
            var name = NewName();
            step.Entries.Add(("save_as", Text(name)));
            scope.Add(name + ".n");
        }

        return step;
    }

    private YamlTreeMap Loop(List<string> scope, int depth)
    {
        var item = NewName();
        var answers = scope.Where(s => s.EndsWith(".n", StringComparison.Ordinal)).ToList();
        var list = answers.Count > 0 && chance.Next(2) == 0 ? answers[chance.Next(answers.Count)][..^1] + "list" : chance.Next(2) == 0 ? "[1, 2, 3]" : "[n, 7]";
        return Step(
            ("for_each", Text($"{{{{{list}}}}}")),
            ("as", Text(item)),
            ("at_most", new YamlTreePlain((1 + chance.Next(4)).ToString(System.Globalization.CultureInfo.InvariantCulture))),
            ("steps", Steps([.. scope], depth + 1, 1 + chance.Next(3))));
    }

    private static YamlTreeMap Arguments(string k) => new(false, ("id", Text("{{id}}")), ("k", Text(k)));

    private YamlTreeMap Parallel(List<string> scope, int depth)
    {
        _branches++;
        var branches = new YamlTreeList(Enumerable.Range(0, 1 + chance.Next(3)).Select(_ => Steps([.. scope], depth + 1, 1 + chance.Next(2))).ToList());
        _branches--;
        return Step(("parallel", branches));
    }

    /// <param name="scope">Which the steps may add to: the condition sees what they save.</param>
    /// <param name="depth">How deep the step is.</param>
    private YamlTreeMap Retry(List<string> scope, int depth)
    {
        var retry = Step(
            ("times", new YamlTreePlain((1 + chance.Next(4)).ToString(System.Globalization.CultureInfo.InvariantCulture))),
            ("steps", Steps(scope, depth + 1, 1 + chance.Next(3))));
        if (chance.Next(2) == 0)
        {
            retry.Entries.Add(("until", Condition(scope)));
        }

        if (chance.Next(2) == 0)
        {
            var kinds = Kinds.Where(k => k != "unknown").OrderBy(_ => chance.Next()).Take(1 + chance.Next(2));
            retry.Entries.Add(("on", new YamlTreeList(kinds.Select(Text).ToList())));
        }

        return Step(("retry", retry));
    }

    private YamlTreeMap Match(List<string> scope, int depth)
    {
        var cases = new YamlTreeMap(true);
        for (var i = chance.Next(3); i >= 0; i--)
        {
            cases.Entries.Add(($"{i}", Steps([.. scope], depth + 1, 1 + chance.Next(2))));
        }

        cases.Entries.Add(("other", chance.Next(3) == 0 ? new YamlTreeList() : Steps([.. scope], depth + 1, 1)));
        return Step(("match", Text($"{{{{{Number(scope)}}}}}")), ("cases", cases));
    }

    private YamlTreeMap Handlers(List<string> scope, int depth)
    {
        var handlers = new YamlTreeMap(true);
        foreach (var kind in Kinds.OrderBy(_ => chance.Next()).Take(1 + chance.Next(2)).OrderBy(k => k == "any"))
        {
            var steps = Steps([.. scope], depth + 1, 1 + chance.Next(2));
            if (_branches == 0 && chance.Next(3) == 0)
            {
                steps.Items.Insert(chance.Next(2), Step(("undo", Text("all"))));
            }

            if (chance.Next(3) == 0)
            {
                steps.Items.Add(Step(Ending()));
            }

            handlers.Entries.Add((kind, steps));
        }

        return handlers;
    }

    private (string Key, YamlTree Value) Ending() => (_branches > 0 ? 1 : chance.Next(3)) switch
    {
        0 => ("skip", Text(chance.Next(3) == 0 ? OddTexts.Texts[chance.Next(OddTexts.Texts.Length)] : "not for {{n}}")),
        1 => ("fail", new YamlTreeMap(false, ("code", Text("STOP")), ("message", Text("no more")))),
        _ => ("return", new YamlTreeMap(true, ("a", Text("{{n}}")), ("c", Text("early")))),
    };

    /// <summary>Never constant, so that no branch is folded away.</summary>
    private YamlTreeText Condition(List<string> scope) => Text(chance.Next(6) switch
    {
        4 => $"{{{{(n > 2) == (({Number(scope)} != 1) || n < 7)}}}}",
        5 => $"{{{{((n + 1) * 2 > 4)}}}}",
        0 => $"{{{{n % 3 == {chance.Next(3)}}}}}",
        1 => $"{{{{n > {chance.Next(12)}}}}}",
        2 => $"{{{{[1, 2, n].exists({prefix}x, {prefix}x == {Number(scope)})}}}}",
        _ => $"{{{{{Number(scope)} != {chance.Next(4)}}}}}",
    });

    /// <summary>Something that is a number, or is it at run time, or is not there.</summary>
    private string Number(List<string> scope) => scope.Count == 0 || chance.Next(3) == 0 ? "n" : scope[chance.Next(scope.Count)];

    private string NewName() => ++_names is var number && countsDown ? $"{prefix}{1000 - number}" : $"{prefix}{number}";

    private static YamlTreeText Text(string text) => new(text);

    private static YamlTreeMap Step(params IEnumerable<(string Key, YamlTree Value)> entries) => new(false, entries);
}
