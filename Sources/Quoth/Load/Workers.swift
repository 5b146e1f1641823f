import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Does numbered tasks on several threads, the caller's among them.
enum Workers {
    /// The number of processors that this program may use.
    static var most: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Does each of the tasks once, and returns when all are done. Tasks that run at the same time must not touch
    /// what another changes.
    static func run(_ count: Int, on workers: Int, _ task: (_ number: Int) -> Void) {
        guard workers > 1, count > 1 else {
            for number in 0..<count { task(number) }
            return
        }
        withoutActuallyEscaping(task) { task in
            let crew = Crew(count, task)
            // The crew outlives its threads, which are waited for before this returns; so does what the tasks use.
            withExtendedLifetime(crew) {
                let threads = (1..<min(workers, count)).compactMap { _ in start(crew) }
                crew.work()
                for thread in threads { pthread_join(thread, nil) }
            }
        }
    }

    /// What a function makes of each element, in the order of the elements.
    static func map<Element, Result>(
        _ elements: [Element], on workers: Int, _ transform: (Element) -> Result
    ) -> [Result] {
        var results = [Result?](repeating: nil, count: elements.count)
        results.withUnsafeMutableBufferPointer { results in
            // Each task writes a place of its own.
            run(elements.count, on: workers) { results[$0] = transform(elements[$0]) }
        }
        return results.compactMap { $0 }
    }

    private final class Crew {
        private let count: Int
        private let task: (Int) -> Void
        private let next = Atomic<Int>(0)

        init(_ count: Int, _ task: @escaping (Int) -> Void) {
            self.count = count
            self.task = task
        }

        func work() {
            while true {
                let number = next.add(1, ordering: .acquiringAndReleasing).oldValue
                guard number < count else { return }
                task(number)
            }
        }
    }

    /// Starts a thread; where none can be had the others do its work.
    private static func start(_ crew: Crew) -> pthread_t? {
        let context = Unmanaged.passUnretained(crew).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
            let body: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { context in
                Unmanaged<Crew>.fromOpaque(context).takeUnretainedValue().work()
                return nil
            }
            return pthread_create(&thread, nil, body, context) == 0 ? thread : nil
        #else
            var thread = pthread_t()
            let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
                if let context { Unmanaged<Crew>.fromOpaque(context).takeUnretainedValue().work() }
                return nil
            }
            return pthread_create(&thread, nil, body, context) == 0 ? thread : nil
        #endif
    }
}

/// Lets one thread at a time do something.
final class Lock {
    // Memory that stays where it is, as the system wants it for both; let go of with the lock.
    fileprivate let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    fileprivate let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(changed)
        mutex.deallocate()
        changed.deallocate()
    }

    func hold<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}

/// Lets threads pass one at a time, in the order of their numbers.
final class Turnstile {
    private let lock = Lock()
    private var turn: Int

    init(first: Int = 0) { turn = first }

    /// Waits until it is a number's turn, does the body, and gives the turn to the next number.
    func pass(_ number: Int, _ body: () -> Void) {
        lock.hold {
            while turn != number { pthread_cond_wait(lock.changed, lock.mutex) }
        }
        body()
        lock.hold {
            turn += 1
            pthread_cond_broadcast(lock.changed)
        }
    }
}
