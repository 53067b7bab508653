namespace Pff.Specs.Generation;

/// <summary>Tests by chance of generated programs. They need not pass: what they say has to stay what it is.</summary>
internal sealed class TestGenerator(Random chance)
{
    private readonly ValueGenerator _values = new(chance);

    public YamlTreeMap Tests(IReadOnlyList<(string Name, YamlTree Sequence)> sequences) => new(
        true, Enumerable.Range(0, chance.Next(3)).Select(i => ($"\"test {i}: of {chance.Next(9)}\"", (YamlTree)Test(sequences))).ToList());

    private YamlTreeMap Test(IReadOnlyList<(string Name, YamlTree Sequence)> sequences)
    {
        var (name, sequence) = sequences[chance.Next(sequences.Count)];
        var methods = sequence.WithDescendants().OfType<YamlTreeMap>().SelectMany(m => m.Entries)
            .Where(e => e.Key == "method").Select(e => ((YamlTreeText)e.Value).Text).Distinct().Where(_ => chance.Next(3) > 0).ToList();
        var hasInputs = ((YamlTreeMap)sequence).Entries.Any(e => e.Key == "inputs");
        var test = new YamlTreeMap(false, ("run", new YamlTreeText(name)), ("expect", Expectation(methods, sequence)));
        if (hasInputs)
        {
            test.Entries.Add(("with", new YamlTreeMap(false, ("id", new YamlTreeText("5511")), ("n", new YamlTreePlain($"{chance.Next(12)}")))));
        }

        if (chance.Next(3) == 0)
        {
            test.Entries.Add(("now", new YamlTreeText("2026-01-02T03:04:05Z")));
        }

        if (methods.Count > 0)
        {
            test.Entries.Add(("mocks", new YamlTreeMap(false, methods.Select(m => (m, Answers())))));
        }

        return test;
    }

    private YamlTree Answers() => chance.Next(2) == 0 ? Answer() : new YamlTreeList(Enumerable.Range(0, 1 + chance.Next(3)).Select(_ => Answer()).ToList());

    private YamlTree Answer()
    {
        if (chance.Next(8) == 0)
        {
            return new YamlTreeText(chance.Next(2) == 0 ? "times out" : "drops connection");
        }

        var answer = new YamlTreeMap(false, chance.Next(6) switch
        {
            0 => ("fails", new YamlTreePlain($"{400 + chance.Next(150)}")),
            1 => ("fails", new YamlTreeMap(false, ("status", new YamlTreePlain("503")), ("retry_after", new YamlTreeText("1500ms")), ("body", _values.Any(null)))),
            2 => ("fails", new YamlTreeText("times out")),
            3 => ("returns", new YamlTreeMap(false)),
            _ => ("returns", new YamlTreeMap(true, ("n", new YamlTreePlain($"{chance.Next(12)}")), ("list", _values.Any(null)), ("at", new YamlTreeText("{{now}}")))),
        });
        if (chance.Next(3) == 0)
        {
            answer.Entries.Add(("delay", new YamlTreeText(chance.Next(2) == 0 ? "2s" : "250ms")));
        }

        if (chance.Next(4) == 0)
        {
            answer.Entries.Add(("when", new YamlTreeText("{{args.id == 'x' || args.id != \"y\"}}")));
        }

        return answer;
    }

    private YamlTreeMap Expectation(List<string> methods, YamlTree sequence)
    {
        var expected = new YamlTreeMap(false, ("outcome", new YamlTreeText(chance.Next(2) == 0 ? "succeeded" : "failed")));
        if (chance.Next(4) == 0)
        {
            expected.Entries.Add(("code", new YamlTreeText(chance.Next(2) == 0 ? "STOP" : "PFF3101")));
        }

        if (chance.Next(2) == 0)
        {
            var writes = methods.Where(GeneratedApis.Writes.Contains).Select(m => chance.Next(3) == 0
                ? (YamlTree)new YamlTreeText(m)
                : new YamlTreeMap(false, (m, new YamlTreeMap(false, ("id", new YamlTreeText("5511")), ("k", _values.Any(null))))));
            expected.Entries.Add(("writes", new YamlTreeList(writes.ToList())));
        }

        if (chance.Next(2) == 0)
        {
            var bounds = new YamlTreeMap(false);
            bounds.Entries.AddRange(chance.Next(2) == 0 ? [("at_least", new YamlTreePlain("1"))] : Array.Empty<(string, YamlTree)>());
            bounds.Entries.AddRange(chance.Next(2) == 0 ? [("at_most", new YamlTreePlain("7"))] : Array.Empty<(string, YamlTree)>());
            expected.Entries.Add(("calls", chance.Next(2) == 0 ? new YamlTreePlain($"{chance.Next(9)}") : bounds));
        }

        if (sequence.WithDescendants().OfType<YamlTreeMap>().Any(m => m.Entries.Any(e => e.Key == "return")) && chance.Next(2) == 0)
        {
            expected.Entries.Add(("returns", new YamlTreeMap(true, ("a", new YamlTreePlain($"{chance.Next(12)}")))));
        }

        if (chance.Next(2) == 0)
        {
            YamlTree[] conditions = [new YamlTreeText("{{size(writes) == 1 && reads < 5}}"), new YamlTreeText("{{calls >= 2}}"), new YamlTreeText("{{reason == 'no' || attempts == calls}}")];
            expected.Entries.Add(("that", chance.Next(2) == 0 ? conditions[chance.Next(3)] : new YamlTreeList(conditions[..chance.Next(4)])));
        }

        return expected;
    }
}
