"""The whole service under seeded faults: nothing is lost, nothing is recorded twice.

make chaos MINUTES=10 SEED=1 TARGET=postgres|rabbitmq|embedded
"""
