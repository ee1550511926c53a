using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;

namespace ScriptGrid.EmbeddedRedis.Commands.Geo;

/// <summary>Searches for places within a circle or a rectangle.</summary>
internal static class GeoSearchCommands
{
    internal static void Register(CommandTable table)
    {
        table.Add("geosearch", static call => Search(call, store: false));
        table.Add("geosearchstore", static call => Search(call, store: true));
        table.Add("georadius", static call => Radius(call, byMember: false, mayStore: true));
        table.Add("georadius_ro", static call => Radius(call, byMember: false, mayStore: false));
        table.Add("georadiusbymember", static call => Radius(call, byMember: true, mayStore: true));
        table.Add("georadiusbymember_ro", static call => Radius(call, byMember: true, mayStore: false));
    }

    private static void Search(in CommandCall call, bool store)
    {
        if (call.TryRead(call.Words[store ? 2 : 1], out SortedSetValue? set) && GeoSearchWords.TryParseSearch(call, store, set, out GeoSearchWords words))
        {
            Run(call, set, words, "geosearchstore");
        }
    }

    private static void Radius(in CommandCall call, bool byMember, bool mayStore)
    {
        if (call.TryRead(call.Words[1], out SortedSetValue? set) && GeoSearchWords.TryParseRadius(call, byMember, mayStore, set, out GeoSearchWords words))
        {
            Run(call, set, words, "georadiusstore");
        }
    }

    private static void Run(in CommandCall call, SortedSetValue? set, in GeoSearchWords words, string storeEvent)
    {
        List<Hit> hits = Find(set, words);
        if (words.StoreKey is not null)
        {
            Store(call, words, hits, storeEvent);
            return;
        }

        call.Reply.Array(hits.Count);
        foreach (Hit hit in hits)
        {
            Reply(call, words, hit);
        }
    }

    private static List<Hit> Find(SortedSetValue? set, in GeoSearchWords words)
    {
        var hits = new List<Hit>();
        long limit = words.Any ? words.Count!.Value : long.MaxValue;
        foreach ((double first, double end) in set is null ? [] : words.Areas())
        {
            int start = set!.Order.CountBefore(new ScoreBound(first, After: false));
            var range = new IndexRange(start, set.Order.CountBefore(new ScoreBound(end, After: false)) - start);
            foreach (ScoredMember item in set.Order.Slice(range))
            {
                GeoPoint point = GeoPoint.FromScore(item.Score);
                if (hits.Count < limit && words.Covers(point, out double meters))
                {
                    hits.Add(new Hit(item, point, meters));
                }
            }
        }

        int count = (int)Math.Min(words.Count ?? int.MaxValue, hits.Count);
        IEnumerable<Hit> ordered = words.Order switch
        {
            > 0 => hits.OrderBy(static hit => hit.Meters),
            < 0 => hits.OrderByDescending(static hit => hit.Meters),
            _ => hits,
        };
        return [.. ordered.Take(count)];
    }

    private static void Reply(in CommandCall call, in GeoSearchWords words, Hit hit)
    {
        if (words.IsPlain)
        {
            call.Reply.Bulk(hit.Item.Member);
            return;
        }

        call.Reply.Array(1 + (words.WithDistance ? 1 : 0) + (words.WithHash ? 1 : 0) + (words.WithCoordinates ? 1 : 0));
        call.Reply.Bulk(hit.Item.Member);
        if (words.WithDistance)
        {
            call.Reply.Bulk(GeoPoint.DistanceText(hit.Meters / words.Unit));
        }

        if (words.WithHash)
        {
            call.Reply.Integer((long)hit.Item.Score);
        }

        if (words.WithCoordinates)
        {
            GeoCommands.Reply(call, hit.Point);
        }
    }

    private static void Store(in CommandCall call, in GeoSearchWords words, List<Hit> hits, string name)
    {
        SortedSetValue result = SortedSetValue.ForResult(call.Database.Settings);
        foreach (Hit hit in hits)
        {
            result.Set(hit.Item.Member, words.StoreDistance ? hit.Meters / words.Unit : hit.Item.Score);
        }

        result.Shrink();
        if (call.Database.SetResult(words.StoreKey!, result))
        {
            call.Database.NotifyResult(words.StoreKey!, result, KeyEventKinds.SortedSet, name);
        }

        call.Reply.Integer(result.Count);
    }

    private readonly record struct Hit(ScoredMember Item, GeoPoint Point, double Meters);
}
